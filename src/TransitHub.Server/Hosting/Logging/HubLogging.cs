using Microsoft.Extensions.Logging.Console;
using TransitHub.Server.Options;

namespace TransitHub.Server.Hosting.Logging;

/// <summary>The hub's log: one line an event on standard error, so that standard output stays the command's own.</summary>
internal static class HubLogging
{
    /// <summary>Makes it. Its times are the machine's, also of a hub whose clock is a simulated city's.</summary>
    public static ILoggerFactory Create(LoggingOptions options) => LoggerFactory.Create(logging => Configure(logging, options));

    private static void Configure(ILoggingBuilder logging, LoggingOptions options)
    {
        logging.AddConsole(console =>
        {
            console.FormatterName = options.Format == LoggingOptions.Json ? JsonLineFormatter.FormatterName : TextLineFormatter.FormatterName;
            console.LogToStandardErrorThreshold = LogLevel.Trace;

            // Whoever reads the log and stops reading must not stop the hub.
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });
        logging.Services.AddSingleton(TimeProvider.System);
        logging.AddConsoleFormatter<TextLineFormatter, ConsoleFormatterOptions>();
        logging.AddConsoleFormatter<JsonLineFormatter, ConsoleFormatterOptions>();
        logging.SetMinimumLevel(LogLevel.Warning).AddFilter(nameof(TransitHub), LogLevel.Information);

        // What keeps the host from starting comes to the command as an exception; logged too it would be a stack trace for a port that is taken.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);

        // Keys of sessions lie as safe as all else that is the owner's alone; who fails to sign in is logged by the hub, in one line and without what they sent.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error).AddFilter("Microsoft.AspNetCore.Authentication", LogLevel.None);
    }
}
