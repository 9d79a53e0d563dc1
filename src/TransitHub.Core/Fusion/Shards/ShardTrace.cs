using System.Diagnostics;
using TransitHub.Core.Ids;
using TransitHub.Core.Telemetry;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>An observation that is followed, as a shard tells of it to whoever goes on with its states.</summary>
/// <param name="Device">Who reported it.</param>
/// <param name="TraceParent">Its trace, as <see cref="Telemetry.TraceParent"/> writes it.</param>
public sealed record ShardTrace(DeviceId Device, string TraceParent)
{
    /// <summary>Of one.</summary>
    internal static ShardTrace Of(FollowedObservation followed) => new(followed.Device, Telemetry.TraceParent.Text(followed.Trace.Context));

    /// <summary>Those that came with what shards told. One that cannot be read is left out: it says nothing of the state.</summary>
    internal static IReadOnlyList<FollowedObservation> In(IReadOnlyList<ShardTold> told)
    {
        List<FollowedObservation>? found = null;
        foreach (ShardTrace trace in told.SelectMany(one => one.Changes.Followed ?? []))
        {
            if (Telemetry.TraceParent.TryReadSampled(trace.TraceParent, out ActivityContext context))
            {
                (found ??= []).Add(new FollowedObservation(trace.Device, new ObservationTrace(context, default)));
            }
        }

        return (IReadOnlyList<FollowedObservation>?)found ?? [];
    }
}
