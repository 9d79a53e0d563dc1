namespace TransitHub.Core.Storage.Segments;

/// <summary>What stands at the end of a log: found by walking through its newest segment.</summary>
/// <param name="End">Where the whole batches end, bytes.</param>
/// <param name="Length">The file's length; more than <paramref name="End"/> when there is something else behind.</param>
/// <param name="NextSequence">The sequence of the next record to be written; 0 when not even the header is whole.</param>
/// <param name="HighWater">The latest <c>received_at</c> so far.</param>
/// <param name="Finding">What is wrong at <paramref name="End"/>.</param>
/// <param name="IsDamage">True when whole batches follow behind: no torn tail, nothing may be cut.</param>
internal readonly record struct SegmentTail(
    long End, long Length, long NextSequence, long HighWater, string Finding, bool IsDamage)
{
    /// <summary>Walks through a segment.</summary>
    public static SegmentTail Scan(string path)
    {
        using var reader = new SegmentReader(path);
        long next = reader.Header?.FirstSequence ?? 0;
        long highWater = reader.Header?.HighWater ?? long.MinValue;
        Walk(reader, ref next, ref highWater);
        long end = reader.Offset;
        if (end == reader.Length)
        {
            return new(end, reader.Length, next, highWater, string.Empty, IsDamage: false);
        }

        string finding = reader.Finding;
        bool isDamage = false;
        while (reader.Header is not null && reader.TryFindLaterBatch())
        {
            isDamage = true;
            Walk(reader, ref next, ref highWater);
        }

        return new(end, reader.Length, next, highWater, finding, isDamage);
    }

    private static void Walk(SegmentReader reader, ref long next, ref long highWater)
    {
        while (reader.TryReadBatch(out BatchHeader batch, out _))
        {
            next = Math.Max(next, batch.FirstSequence + batch.Count);
            highWater = Math.Max(highWater, batch.HighWater);
        }
    }
}
