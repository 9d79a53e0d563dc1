using Microsoft.Extensions.Logging.Console;

namespace TransitHub.Server.Hosting;

/// <summary>The hub's log: one line an event on standard error, so that standard output stays the command's own.</summary>
internal static class HubLogging
{
    /// <summary>Makes it.</summary>
    public static ILoggerFactory Create() => LoggerFactory.Create(Configure);

    private static void Configure(ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss'Z' ";
            console.UseUtcTimestamp = true;
        });
        logging.SetMinimumLevel(LogLevel.Warning).AddFilter(nameof(TransitHub), LogLevel.Information);

        // What keeps the host from starting comes to the command as an exception; logged too it would be a stack trace for a port that is taken.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
