using TransitHub.Core.Observations;

namespace TransitHub.Core.Storage.Records;

/// <summary>Records one behind the other in a buffer that is used again: each its length as a varint and then a <c>LoggedObservation</c>.</summary>
internal sealed class RecordBuffer
{
    private const int LongestLength = 5;
    private byte[] bytes = new byte[64 * 1024];

    /// <summary>Bytes used, what was left free at the beginning with them.</summary>
    public int Length { get; private set; }

    /// <summary>The latest <c>received_at</c> of the records, Unix milliseconds; <see cref="long.MinValue"/> without any.</summary>
    public long HighWater { get; private set; }

    /// <summary>What is in it; valid until the next call.</summary>
    public Memory<byte> Written => this.bytes.AsMemory(0, this.Length);

    /// <summary>Begins anew with so many bytes left free for a header.</summary>
    public void Begin(int header)
    {
        this.Length = header;
        this.HighWater = long.MinValue;
    }

    /// <summary>Adds a record.</summary>
    public void Add(Observation observation)
    {
        int room = LoggedObservationEncoder.MaxSize(observation) + LongestLength;
        if (this.bytes.Length - this.Length < room)
        {
            Array.Resize(ref this.bytes, Math.Max(this.bytes.Length * 2, this.Length + room));
        }

        var writer = new WireWriter(this.bytes.AsSpan(this.Length));
        int start = writer.BeginMessage();
        writer.Advance(LoggedObservationEncoder.Encode(observation, this.bytes.AsSpan(this.Length + start)));
        writer.EndMessage(start);
        this.Length += writer.Position;
        this.HighWater = Math.Max(this.HighWater, observation.ReceivedAt.UnixMilliseconds);
    }
}
