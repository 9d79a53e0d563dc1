using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules;

/// <summary>A rule about a feed. An instance judges one feed.</summary>
/// <param name="codes">What it can find.</param>
internal abstract class FeedRule(params RuleCode[] codes)
{
    public IReadOnlyList<RuleCode> Codes { get; } = codes;

    /// <summary>Judges the feed.</summary>
    public abstract void Check(GtfsTables feed, RuleReport report);

    protected static NoticeDetail Detail(string name, object? value) => new(name, value);
}
