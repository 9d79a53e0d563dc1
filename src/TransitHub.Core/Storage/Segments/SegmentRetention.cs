namespace TransitHub.Core.Storage.Segments;

/// <summary>Which segments the limits of size and age no longer allow.</summary>
internal static class SegmentRetention
{
    /// <summary>
    /// The oldest segments to remove, oldest first; never the newest one. Age is counted from the newest record of the log, not from the
    /// wall clock, so that a log that lay still for a year loses nothing by being opened.
    /// </summary>
    /// <param name="segments">All of them, oldest first.</param>
    /// <param name="highWater">The newest record's time.</param>
    /// <param name="options">The limits.</param>
    /// <param name="consumed">The last sequence that may go.</param>
    /// <param name="archived">The last sequence that may go for its age.</param>
    public static IReadOnlyList<(string Path, long Bytes)> Surplus(
        IReadOnlyList<(string Path, long FirstSequence)> segments, long highWater, ObservationLogOptions options, long consumed, long archived)
    {
        long[] sizes = [.. segments.Select(s => new FileInfo(s.Path)).Select(f => f.Exists ? f.Length : 0)];
        long total = sizes.Sum();
        List<(string Path, long Bytes)> surplus = [];
        for (int i = 0; i < segments.Count - 1; i++)
        {
            long last = segments[i + 1].FirstSequence - 1;
            bool isSurplus = total > options.RetainBytes || (last <= archived && IsTooOld(segments[i + 1].Path, highWater, options));
            if (last > consumed || !isSurplus)
            {
                break;
            }

            surplus.Add((segments[i].Path, sizes[i]));
            total -= sizes[i];
        }

        return surplus;
    }

    /// <summary>A segment's newest record is told by the header of the one after it.</summary>
    private static bool IsTooOld(string nextPath, long highWater, ObservationLogOptions options)
    {
        using var next = new SegmentReader(nextPath);
        return next.Header is { HighWater: > long.MinValue } header
            && highWater - header.HighWater > options.RetainHours * 3_600_000;
    }
}
