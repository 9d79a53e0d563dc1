using TransitHub.Core.Observations;
using TransitHub.Core.Storage.Records;

namespace TransitHub.Core.Storage.Segments;

/// <summary>Makes the bytes of one append in a buffer that is used again for the next.</summary>
internal sealed class BatchEncoder
{
    private byte[] buffer = new byte[64 * 1024];

    /// <summary>The batch, header and records; valid until the next call.</summary>
    /// <param name="observations">At least one.</param>
    /// <param name="firstSequence">The sequence of the first.</param>
    /// <param name="highWater">The latest <c>received_at</c> before them.</param>
    /// <param name="newHighWater">The same with them.</param>
    public ReadOnlyMemory<byte> Encode(IReadOnlyList<Observation> observations, long firstSequence, long highWater, out long newHighWater)
    {
        newHighWater = highWater;
        int at = BatchHeader.Size;
        for (int i = 0; i < observations.Count; i++)
        {
            Observation observation = observations[i];
            newHighWater = Math.Max(newHighWater, observation.ReceivedAt.UnixMilliseconds);
            this.Reserve(at, LoggedObservationEncoder.MaxSize(observation) + 5);
            var writer = new WireWriter(this.buffer.AsSpan(at));
            int start = writer.BeginMessage();
            writer.Advance(LoggedObservationEncoder.Encode(observation, this.buffer.AsSpan(at + start)));
            writer.EndMessage(start);
            at += writer.Position;
        }

        new BatchHeader(at - BatchHeader.Size, observations.Count, firstSequence, newHighWater).Write(this.buffer.AsSpan(0, at));
        return this.buffer.AsMemory(0, at);
    }

    private void Reserve(int used, int more)
    {
        if (this.buffer.Length - used < more)
        {
            Array.Resize(ref this.buffer, Math.Max(this.buffer.Length * 2, used + more));
        }
    }
}
