using TransitHub.Core.Fusion.Links;
using TransitHub.Core.Observations;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>Takes what other shards tell of links.</summary>
internal static class LinkHearsay
{
    /// <summary>Teaches what fits this schedule. Shards change to a new static feed one after another; until then they tell each other nothing.</summary>
    /// <returns>False: nothing did.</returns>
    public static bool TryTeach(this LinkTraversals heard, LinkTimes links, Schedule schedule)
    {
        if (heard.ScheduleVersion != schedule.Version)
        {
            return false;
        }

        foreach (LinkTraversal traversal in heard.Traversals)
        {
            if (traversal.Link >= 0 && traversal.Link < schedule.Links.Count && traversal.DayKind is >= 0 and < DayTime.Kinds && traversal.Seconds > 0 && double.IsFinite(traversal.At))
            {
                links.Hear(traversal);
            }
        }

        return true;
    }
}
