using SecureScore.Cli;
using SecureScore.Engine.Catalog;

// The catalogue is read while the command line is.
ControlCatalog.Preload();

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, interrupt) =>
{
    interrupt.Cancel = true;
    cancellation.Cancel();
};
return await CommandLine.RunAsync(args, Terminal.OfProcess(), cancellation.Token).ConfigureAwait(false);
