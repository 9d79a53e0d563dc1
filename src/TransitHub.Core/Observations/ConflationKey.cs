using TransitHub.Core.Ids;

namespace TransitHub.Core.Observations;

/// <summary>
/// What a newer observation may stand for while the queue is full: a vehicle's next position for its last one, a device's next word for its
/// last one, the next running total for the one before, which it contains. An interval of counts, a passage and riders at a door stand
/// for themselves alone.
/// </summary>
/// <param name="Device">The device.</param>
/// <param name="Kind">What it told.</param>
/// <param name="Channel">Of a running total or a zone.</param>
/// <param name="Itself">The observation, where none other can stand for it.</param>
internal readonly record struct ConflationKey(DeviceId Device, ObservationKind Kind, ChannelKey Channel, Observation? Itself)
{
    /// <summary>Of an observation.</summary>
    public static ConflationKey Of(Observation observation) => observation switch
    {
        AvlReport or StatusReport => new(observation.Device, observation.Kind, default, null),
        TrafficCount { From: null } total => new(total.Device, total.Kind, total.Key, null),
        _ => new(observation.Device, observation.Kind, default, observation),
    };
}
