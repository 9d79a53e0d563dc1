using System.Globalization;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Rules;

namespace TransitHub.Server.Commands.Validate;

/// <summary>The notices of a feed by kind, the gravest first.</summary>
internal sealed class NoticeReport
{
    /// <summary>Groups what was found.</summary>
    /// <param name="feed">The file's or folder's name.</param>
    /// <param name="options">What it was judged by.</param>
    /// <param name="result">What was found.</param>
    public NoticeReport(string feed, ValidationOptions options, ValidationReport result)
    {
        this.Feed = feed;
        this.Options = options;
        this.Result = result;
        this.Kinds =
        [
            .. result.Notices
                .GroupBy(n => (n.Severity, n.Code))
                .Select(g => new NoticeKind(g.Key.Code, g.Key.Severity, result.Notices.TotalOf(g.Key.Code), [.. g]))
                .OrderByDescending(k => k.Severity)
                .ThenBy(k => k.Code, StringComparer.Ordinal),
        ];
    }

    /// <summary>The feed's name.</summary>
    public string Feed { get; }

    /// <summary>What the feed was judged by.</summary>
    public ValidationOptions Options { get; }

    /// <summary>What was found.</summary>
    public ValidationReport Result { get; }

    /// <summary>Rows of a file.</summary>
    public long RowsOf(string file) => this.Result.Rows.GetValueOrDefault(file);

    /// <summary>The kinds of notices.</summary>
    public IReadOnlyList<NoticeKind> Kinds { get; }

    /// <summary>One line that sums it up.</summary>
    public string Headline => string.Create(
        CultureInfo.InvariantCulture,
        $"{this.Feed}: {this.CountOf(NoticeSeverity.Error)} errors, {this.CountOf(NoticeSeverity.Warning)} warnings, {this.CountOf(NoticeSeverity.Info)} infos");

    /// <summary>Notices of a severity.</summary>
    public long CountOf(NoticeSeverity severity) => this.Result.CountOf(severity);
}

/// <summary>Notices of one code.</summary>
/// <param name="Code">The rule.</param>
/// <param name="Severity">How grave.</param>
/// <param name="Total">How many were found.</param>
/// <param name="Shown">The first of them.</param>
internal sealed record NoticeKind(string Code, NoticeSeverity Severity, long Total, IReadOnlyList<Notice> Shown);
