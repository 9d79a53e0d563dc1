using System.Globalization;
using System.Net;
using System.Text;
using TransitHub.Gtfs.Notices;

namespace TransitHub.Server.Commands;

/// <summary>What the commands' HTML pages have in common: one page that needs nothing else, no script, no font, no picture.</summary>
internal static class HtmlReport
{
    private const string Style = """
        table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem; font-size: .9rem; }
        th, td { text-align: left; vertical-align: top; border-bottom: 1px solid #ddd; padding: .25rem .6rem .25rem 0; overflow-wrap: anywhere; }
        summary { cursor: pointer; padding: .3rem 0; }
        .error { color: #a30000; } .warning { color: #7a5200; } .info { color: #0b4f8a; }
        @media (prefers-color-scheme: dark) { body { color: #eee; background: #161616; } th, td { border-color: #444; } .error { color: #ff8a80; } .warning { color: #ffc766; } .info { color: #8ec7ff; } a { color: #8ec7ff; } }
        """;

    /// <summary>Begins a page.</summary>
    /// <param name="title">What the window shows.</param>
    /// <param name="heading">What the page begins with.</param>
    /// <param name="widthRem">The widest it becomes, in the size of its letters.</param>
    public static StringBuilder Begin(string title, string heading, int widthRem) => new StringBuilder().Append(CultureInfo.InvariantCulture, $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Text(title)}</title><style>body {"{"} font: 16px/1.5 system-ui, sans-serif; max-width: {widthRem}rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; {"}"}
        {Style}</style></head>
        <body>
        <h1>{Text(heading)}</h1>

        """);

    /// <summary>Ends it.</summary>
    public static string End(StringBuilder page) => page.Append("</body>\n</html>\n").ToString();

    /// <summary>Says how many findings of a kind are not in its table.</summary>
    public static void AddMore(StringBuilder page, long more)
    {
        if (more > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p>{more} more are counted and not shown.</p>");
        }
    }

    /// <summary>A severity's class and name.</summary>
    public static string Name(NoticeSeverity severity) => severity switch
    {
        NoticeSeverity.Error => "error",
        NoticeSeverity.Warning => "warning",
        _ => "info",
    };

    /// <summary>A text that stays one, whatever is in it.</summary>
    public static string Text(string? text) => WebUtility.HtmlEncode(text ?? string.Empty);
}
