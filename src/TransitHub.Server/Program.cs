using TransitHub.Server.Commands;

return await TransitHubCommandLine.RunAsync(args, Console.Out, Console.Error).ConfigureAwait(false);
