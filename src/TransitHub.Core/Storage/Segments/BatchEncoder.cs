using TransitHub.Core.Observations;
using TransitHub.Core.Storage.Records;

namespace TransitHub.Core.Storage.Segments;

/// <summary>Makes the bytes of one append in a buffer that is used again for the next.</summary>
internal sealed class BatchEncoder
{
    private readonly RecordBuffer buffer = new();

    /// <summary>The batch, header and records; valid until the next call.</summary>
    /// <param name="observations">At least one.</param>
    /// <param name="firstSequence">The sequence of the first.</param>
    /// <param name="highWater">The latest <c>received_at</c> before them.</param>
    /// <param name="newHighWater">The same with them.</param>
    public ReadOnlyMemory<byte> Encode(IReadOnlyList<Observation> observations, long firstSequence, long highWater, out long newHighWater)
    {
        this.buffer.Begin(BatchHeader.Size);
        for (int i = 0; i < observations.Count; i++)
        {
            this.buffer.Add(observations[i]);
        }

        newHighWater = Math.Max(highWater, this.buffer.HighWater);
        new BatchHeader(this.buffer.Length - BatchHeader.Size, observations.Count, firstSequence, newHighWater).Write(this.buffer.Written.Span);
        return this.buffer.Written;
    }
}
