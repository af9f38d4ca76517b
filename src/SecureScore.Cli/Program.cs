using SecureScore.Cli;
using SecureScore.Engine.Catalog;

// The catalogue is read while the command line is; what is wrong with it shows where it is used.
_ = Task.Run(() => ControlCatalog.Default.Controls.Count + ControlCatalog.Products.Count);

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, interrupt) =>
{
    interrupt.Cancel = true;
    cancellation.Cancel();
};
return CommandLine.Run(args, Terminal.OfProcess(), cancellation.Token);
