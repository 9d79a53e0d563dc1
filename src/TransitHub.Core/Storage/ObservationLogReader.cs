using TransitHub.Core.Storage.Records;
using TransitHub.Core.Storage.Segments;
using TransitHub.Core.Time;

namespace TransitHub.Core.Storage;

/// <summary>Reads a folder of segment files without writing there, also while a hub writes it.</summary>
public static class ObservationLogReader
{
    /// <summary>Reads observations in order, from the first one received at or after a moment, up to what was whole when its segment was opened.</summary>
    /// <param name="folder">The folder that holds the segment files.</param>
    /// <param name="from">Where to start.</param>
    /// <param name="report">Hears of sequences that are missing between segments; null: nobody does.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="LogDamagedException">A segment is damaged; thrown when reading comes to the place.</exception>
    /// <exception cref="IOException">The folder or a file cannot be read.</exception>
    public static IEnumerable<LoggedRecord> Read(
        string folder, Timestamp from, Action<LogNotice>? report = null, CancellationToken cancellationToken = default) =>
        Read(SegmentFolder.List(folder), long.MaxValue, from, report, cancellationToken);

    /// <summary>Reads segments of which the last one counts only up to a length, from a moment on.</summary>
    internal static IEnumerable<LoggedRecord> Read(
        IReadOnlyList<(string Path, long FirstSequence)> segments,
        long lastLength,
        Timestamp from,
        Action<LogNotice>? report,
        CancellationToken cancellationToken) =>
        ReadFrom(segments, FirstToRead(segments, from), lastLength, from, 0, report, cancellationToken);

    /// <summary>The same, from behind a sequence on.</summary>
    internal static IEnumerable<LoggedRecord> ReadAfter(
        IReadOnlyList<(string Path, long FirstSequence)> segments,
        long lastLength,
        long sequence,
        Action<LogNotice>? report,
        CancellationToken cancellationToken)
    {
        int first = 0;
        while (first + 1 < segments.Count && segments[first + 1].FirstSequence <= sequence + 1)
        {
            first++;
        }

        if (segments.Count > 0 && segments[0].FirstSequence > sequence + 1)
        {
            report?.Invoke(Missing(sequence + 1, segments[0]));
        }

        return ReadFrom(segments, first, lastLength, new Timestamp(long.MinValue), sequence, report, cancellationToken);
    }

    private static IEnumerable<LoggedRecord> ReadFrom(
        IReadOnlyList<(string Path, long FirstSequence)> segments,
        int first,
        long lastLength,
        Timestamp from,
        long after,
        Action<LogNotice>? report,
        CancellationToken cancellationToken)
    {
        var decoder = new LoggedObservationDecoder();
        bool started = false;
        long expected = 0;
        for (int i = first; i < segments.Count; i++)
        {
            bool isLast = i == segments.Count - 1;
            using var reader = new SegmentReader(segments[i].Path, isLast ? lastLength : null);
            Follow(reader, segments[i], ref expected, report);
            while (reader.TryReadBatch(out BatchHeader batch, out ReadOnlyMemory<byte> bytes))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (batch.FirstSequence != expected)
                {
                    throw new LogDamagedException(
                        segments[i].Path, reader.Offset - BatchHeader.Size - batch.Length, $"sequence {expected} was to follow, not {batch.FirstSequence}");
                }

                expected += batch.Count;
                if ((!started && batch.HighWater < from.UnixMilliseconds) || expected <= after + 1)
                {
                    continue;
                }

                foreach (LoggedRecord record in Decode(decoder, batch, bytes, segments[i].Path, reader.Offset))
                {
                    started |= record.Observation.ReceivedAt >= from;
                    if (started && record.Sequence > after)
                    {
                        yield return record;
                    }
                }
            }

            ThrowIfDamaged(reader, segments[i].Path, isLast);
        }
    }

    /// <summary>The last segment before which all records are too early.</summary>
    private static int FirstToRead(IReadOnlyList<(string Path, long FirstSequence)> segments, Timestamp from)
    {
        int low = 0;
        int high = segments.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >> 1;
            using var reader = new SegmentReader(segments[middle].Path);
            if (reader.Header is { } header && header.HighWater < from.UnixMilliseconds)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return Math.Max(low, 0);
    }

    private static void Follow(
        SegmentReader reader, (string Path, long FirstSequence) segment, ref long expected, Action<LogNotice>? report)
    {
        if (reader.Header is not { } header)
        {
            return;
        }

        if (header.FirstSequence != segment.FirstSequence || (expected > 0 && header.FirstSequence < expected))
        {
            throw new LogDamagedException(segment.Path, 0, $"it begins with sequence {header.FirstSequence}, which does not fit its name or the file before");
        }

        if (expected > 0 && header.FirstSequence > expected)
        {
            report?.Invoke(Missing(expected, segment));
        }

        expected = header.FirstSequence;
    }

    private static LogNotice Missing(long expected, (string Path, long FirstSequence) segment) =>
        new(LogNoticeKind.Gap, segment.Path, 0, 0, $"Sequences {expected} to {segment.FirstSequence - 1} are missing before {segment.Path}.");

    private static List<LoggedRecord> Decode(
        LoggedObservationDecoder decoder, BatchHeader batch, ReadOnlyMemory<byte> bytes, string path, long end)
    {
        var records = new List<LoggedRecord>(batch.Count);
        var reader = new WireReader(bytes.Span);
        for (int i = 0; i < batch.Count; i++)
        {
            if (decoder.Decode(reader.Bytes()) is not { } observation)
            {
                throw new LogDamagedException(
                    path, end - batch.Length - BatchHeader.Size, $"record {i} of the batch is of no kind this version knows");
            }

            records.Add(new LoggedRecord(batch.FirstSequence + i, observation));
        }

        return records;
    }

    /// <summary>Only the newest segment may end in something that is no batch, and only if no whole batch follows.</summary>
    private static void ThrowIfDamaged(SegmentReader reader, string path, bool isLast)
    {
        long end = reader.Offset;
        string finding = reader.Finding;
        if (end < reader.Length && (!isLast || (reader.Header is not null && reader.TryFindLaterBatch())))
        {
            throw new LogDamagedException(path, end, finding);
        }
    }
}
