using System.Collections.Immutable;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Counting;

/// <summary>What was counted of one channel, class and direction of a device; immutable. Exact, so for the operator: what anybody may see is made of it elsewhere.</summary>
/// <param name="Key">What was counted.</param>
/// <param name="Total">All since the first count that was kept, each moment once.</param>
/// <param name="Through">Up to when it is known; null: nothing is.</param>
/// <param name="Taken">Counts that told something new.</param>
/// <param name="Repeated">Counts of a time that was known already.</param>
/// <param name="Restarts">Restarts of the device that its running totals showed.</param>
/// <param name="Bins">Five-minute bins, the earliest first; one that is not there was not counted, which is not zero.</param>
public sealed record ChannelFlow(
    ChannelKey Key, long Total, Timestamp? Through, long Taken, long Repeated, long Restarts, ImmutableArray<CountBin> Bins);
