using TransitHub.Gtfs.Rules.Tables;
using TransitHub.Gtfs.Rules.Walks;

namespace TransitHub.Gtfs.Rules;

/// <summary>
/// A rule about a trip with its times. All of them share one walk over stop_times.txt, which for a large feed is what
/// takes the time.
/// </summary>
internal abstract class TripRule(params RuleCode[] codes) : FeedRule(codes)
{
    /// <summary>Takes what the rule needs before the walk; false if the feed has nothing for it to judge.</summary>
    public virtual bool Begin(GtfsTables feed) => true;

    /// <summary>Judges a trip that has at least one stop time. The visit is valid during the call.</summary>
    public abstract void Visit(TripVisit trip, RuleReport report);

    /// <summary>Says what only the whole walk could tell.</summary>
    public override void Check(GtfsTables feed, RuleReport report)
    {
    }
}
