using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance;

/// <summary>What one moment's feeds have wrong: everything is counted, the first few of each rule are kept.</summary>
public sealed class RealtimeFindings(int keptPerRule)
{
    private const int MaxTextLength = 400;

    private readonly List<RealtimeNotice> notices = [];
    private readonly Dictionary<string, long> counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> excused = new(StringComparer.Ordinal);

    /// <summary>The findings that were kept, in the order in which they were found.</summary>
    public IReadOnlyList<RealtimeNotice> Notices => this.notices;

    /// <summary>How often each rule was broken.</summary>
    public IReadOnlyDictionary<string, long> Counts => this.counts;

    /// <summary>How often the canonical validator would have complained where it is wrong, by <see cref="RealtimeDeviation.Id"/>.</summary>
    public IReadOnlyDictionary<string, long> Excused => this.excused;

    /// <summary>How many findings are errors.</summary>
    public long Errors { get; private set; }

    /// <summary>How many findings are warnings.</summary>
    public long Warnings { get; private set; }

    /// <summary>How often a rule was broken.</summary>
    public long CountOf(string code) => this.counts.GetValueOrDefault(code);

    internal bool Keeps(string code) => this.CountOf(code) < keptPerRule;

    internal void Excuse(RealtimeDeviation deviation) => this.excused[deviation.Id] = this.excused.GetValueOrDefault(deviation.Id) + 1;

    internal void Add(RealtimeRule rule, string feed, string entity, string? text)
    {
        bool kept = this.Keeps(rule.Code) && text is not null;
        this.counts[rule.Code] = this.CountOf(rule.Code) + 1;
        this.Errors += rule.Severity == NoticeSeverity.Error ? 1 : 0;
        this.Warnings += rule.Severity == NoticeSeverity.Warning ? 1 : 0;
        if (kept)
        {
            this.notices.Add(new RealtimeNotice(rule.Code, rule.Severity, feed, Cut(entity), $"{Cut(text!)}. {rule.Remedy}"));
        }
    }

    private static string Cut(string text) => text.Length <= MaxTextLength ? text : text[..MaxTextLength] + "…";
}
