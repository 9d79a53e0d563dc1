using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace TransitHub.Server.Hosting.Logging;

/// <summary>An event as one line for people: <c>2026-11-28T05:20:03Z warn: Category[2001] Message</c>.</summary>
internal sealed class TextLineFormatter(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    /// <summary>Its name among the formatters.</summary>
    public const string FormatterName = "transithub-text";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        string message = entry.Formatter(entry.State, entry.Exception);
        var line = new StringBuilder(message.Length + 100);
        line.Append(clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z' ", CultureInfo.InvariantCulture));
        line.Append(CultureInfo.InvariantCulture, $"{LevelOf(entry.LogLevel)}: {entry.Category}[{entry.EventId.Id}] ");
        LineText.Append(line, LineText.Cut(message, LineText.MaxMessage));
        if (entry.Exception is { } exception)
        {
            line.Append(' ');
            LineText.Append(line, LineText.Cut(exception.ToString(), LineText.MaxException));
        }

        textWriter.Write(line.Append('\n'));
    }

    private static string LevelOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
