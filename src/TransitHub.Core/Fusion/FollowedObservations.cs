using TransitHub.Core.Observations;
using TransitHub.Core.Telemetry;

namespace TransitHub.Core.Fusion;

/// <summary>Finds in a batch what is followed.</summary>
internal static class FollowedObservations
{
    /// <summary>Those of a batch; looks at nothing while nobody listens.</summary>
    public static IReadOnlyList<FollowedObservation> In(IReadOnlyList<Observation> batch)
    {
        if (!ObservationTracing.IsOn)
        {
            return [];
        }

        List<FollowedObservation>? followed = null;
        for (int i = 0; i < batch.Count; i++)
        {
            if (batch[i].Trace is { } trace)
            {
                (followed ??= []).Add(new FollowedObservation(batch[i].Device, trace));
            }
        }

        return (IReadOnlyList<FollowedObservation>?)followed ?? [];
    }
}
