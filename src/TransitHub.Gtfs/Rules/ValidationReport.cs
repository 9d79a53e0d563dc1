using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Rules;

/// <summary>What was found about a feed.</summary>
/// <param name="Notices">The findings: a bounded number of each code, and how many there were.</param>
/// <param name="Rows">Rows of data by name of the file, for every table of the reference that the feed has.</param>
/// <param name="ContentHash">XxHash128 of all files as 32 hexadecimal digits, the same as <see cref="Schedule.ContentHash"/>.</param>
/// <param name="Version">feed_version of feed_info.txt, or empty.</param>
/// <param name="FirstServiceDay">The first day on which a trip runs, or null if none does.</param>
/// <param name="LastServiceDay">The last day on which a trip runs, or null if none does.</param>
public sealed record ValidationReport(
    NoticeList Notices,
    IReadOnlyDictionary<string, long> Rows,
    string ContentHash,
    string Version,
    ServiceDate? FirstServiceDay,
    ServiceDate? LastServiceDay)
{
    /// <summary>Whether a finding of severity error was made; such a feed must not be published.</summary>
    public bool HasErrors => Notices.HasErrors;

    /// <summary>Findings of a severity, the ones that were not kept included.</summary>
    public long CountOf(NoticeSeverity severity) => Notices.CountOf(severity);
}
