using System.Globalization;
using TransitHub.Core.Conformance;
using TransitHub.Gtfs.Notices;

namespace TransitHub.Server.Commands.Validate;

/// <summary>What all moments of GTFS-Realtime have wrong, by rule; the first few findings of each are kept.</summary>
/// <param name="gtfs">Name of the static feed.</param>
/// <param name="version">Its version.</param>
/// <param name="realtime">Name of the file or folder.</param>
/// <param name="files">Number of files.</param>
/// <param name="keptPerRule">Findings kept of each rule.</param>
internal sealed class RealtimeReport(string gtfs, string version, string realtime, int files, int keptPerRule)
{
    private readonly SortedDictionary<string, RealtimeRuleReport> rules = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> excused = new(StringComparer.Ordinal);

    /// <summary>Name of the static feed.</summary>
    public string Gtfs => gtfs;

    /// <summary>Its version.</summary>
    public string Version => version;

    /// <summary>Name of the file or folder.</summary>
    public string Realtime => realtime;

    /// <summary>Number of files.</summary>
    public int Files => files;

    /// <summary>Number of moments.</summary>
    public int Moments { get; private set; }

    /// <summary>Moments with an error.</summary>
    public int MomentsWithErrors { get; private set; }

    /// <summary>Moments with a warning.</summary>
    public int MomentsWithWarnings { get; private set; }

    /// <summary>Entities of all moments.</summary>
    public long Entities { get; private set; }

    /// <summary>Rules that were broken, the gravest first.</summary>
    public IEnumerable<RealtimeRuleReport> Rules => this.rules.Values.OrderByDescending(static rule => rule.Rule.Severity).ThenBy(static rule => rule.Rule.Code, StringComparer.Ordinal);

    /// <summary>What the canonical validator would have said and we do not, by deviation.</summary>
    public IReadOnlyDictionary<string, long> Excused => this.excused;

    /// <summary>One line that sums it up.</summary>
    public string Headline => string.Create(
        CultureInfo.InvariantCulture,
        $"{realtime}: {this.CountOf(NoticeSeverity.Error)} errors, {this.CountOf(NoticeSeverity.Warning)} warnings in {this.Moments} moments, {files} files, {this.Entities} entities");

    /// <summary>Findings of a severity.</summary>
    public long CountOf(NoticeSeverity severity) => this.rules.Values.Where(rule => rule.Rule.Severity == severity).Sum(static rule => rule.Total);

    /// <summary>Adds what a moment has wrong.</summary>
    public void Add(RealtimeFileMoment moment, RealtimeFindings findings)
    {
        this.Moments++;
        this.MomentsWithErrors += findings.Errors > 0 ? 1 : 0;
        this.MomentsWithWarnings += findings.Warnings > 0 ? 1 : 0;
        this.Entities += moment.Feeds.Sum(static feed => feed.Message?.Entity.Count ?? 0);
        foreach ((string code, long count) in findings.Counts)
        {
            if (!this.rules.TryGetValue(code, out RealtimeRuleReport? rule))
            {
                this.rules[code] = rule = new RealtimeRuleReport(RealtimeRuleSet.All.First(one => one.Code == code));
            }

            rule.Total += count;
            rule.Moments++;
        }

        foreach (RealtimeNotice notice in findings.Notices)
        {
            List<(long Moment, RealtimeNotice Notice)> samples = this.rules[notice.Code].Samples;
            if (samples.Count < keptPerRule)
            {
                samples.Add((moment.UnixSeconds, notice));
            }
        }

        foreach ((string id, long count) in findings.Excused)
        {
            this.excused[id] = this.excused.GetValueOrDefault(id) + count;
        }
    }
}
