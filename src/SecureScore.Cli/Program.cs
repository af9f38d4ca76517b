using SecureScore.Cli;

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, interrupt) =>
{
    interrupt.Cancel = true;
    cancellation.Cancel();
};
return CommandLine.Run(args, Terminal.OfProcess(), cancellation.Token);
