using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Simulation.Recordings;

/// <summary>
/// One thing of a recording in received order: an <see cref="Observation"/>, an MQTT message
/// (<see cref="Topic"/> is set), or a <see cref="Refusal"/> of what could not be read. <c>default</c> holds none of the three.
/// </summary>
public readonly record struct RecordedItem
{
    /// <summary>Where it stands: the line of a text file, the number of a file in its folder, the sequence in a log; from 1.</summary>
    public required long Place { get; init; }

    /// <summary>When it was received; never before the item ahead of it.</summary>
    public required Timestamp ReceivedAt { get; init; }

    /// <summary>What was reported, in the formats that hold observations.</summary>
    public Observation? Observation { get; init; }

    /// <summary>The topic of an MQTT message.</summary>
    public string? Topic { get; init; }

    /// <summary>The payload of an MQTT message; the memory is its own and stays valid.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Why the item could not be read (<c>decode</c> reasons); the time in it is <see cref="ReceivedAt"/>.</summary>
    public Rejection? Refusal { get; init; }

    /// <summary>Makes an item that could not be read.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="at">The time the recording had reached.</param>
    /// <param name="reason">A <c>decode</c> reason.</param>
    /// <param name="device">The device, as far as it could be read.</param>
    /// <param name="detail">What was found and what would be right.</param>
    public static RecordedItem Refused(long place, Timestamp at, RejectionReason reason, string device, string detail) =>
        new() { Place = place, ReceivedAt = at, Refusal = new Rejection(at, reason, device, detail) };
}
