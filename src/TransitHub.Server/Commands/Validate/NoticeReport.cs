using System.Globalization;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Reading;

namespace TransitHub.Server.Commands.Validate;

/// <summary>The notices of a feed by kind, the gravest first.</summary>
internal sealed class NoticeReport
{
    /// <summary>Groups what was found.</summary>
    /// <param name="feed">The file's or folder's name.</param>
    /// <param name="result">What reading it gave.</param>
    public NoticeReport(string feed, ScheduleReadResult result)
    {
        this.Feed = feed;
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

    /// <summary>The schedule and its notices.</summary>
    public ScheduleReadResult Result { get; }

    /// <summary>The kinds of notices.</summary>
    public IReadOnlyList<NoticeKind> Kinds { get; }

    /// <summary>One line that sums it up.</summary>
    public string Headline => string.Create(
        CultureInfo.InvariantCulture,
        $"{this.Feed}: {this.CountOf(NoticeSeverity.Error)} errors, {this.CountOf(NoticeSeverity.Warning)} warnings, {this.CountOf(NoticeSeverity.Info)} infos");

    /// <summary>Notices of a severity.</summary>
    public long CountOf(NoticeSeverity severity) => this.Kinds.Where(k => k.Severity == severity).Sum(k => k.Total);
}

/// <summary>Notices of one code.</summary>
/// <param name="Code">The rule.</param>
/// <param name="Severity">How grave.</param>
/// <param name="Total">How many were found.</param>
/// <param name="Shown">The first of them.</param>
internal sealed record NoticeKind(string Code, NoticeSeverity Severity, long Total, IReadOnlyList<Notice> Shown);
