using System.Collections.Immutable;
using TransitHub.Core.Conformance;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Upstream;

/// <summary>Makes periods of another agency's alert such that each ends after it began and before the next one begins.</summary>
internal static class PeriodRepair
{
    /// <summary>The bounds of what the canonical validator takes for a time (E001).</summary>
    private const ulong Earliest = Posix.First;
    private const ulong Latest = Posix.Last;

    /// <summary>The periods; none: always. Null when there are some and none of them can be.</summary>
    /// <param name="told">As sent.</param>
    /// <param name="field">Names them in the notes.</param>
    /// <param name="notes">Takes what was changed.</param>
    public static ImmutableArray<AlertPeriod>? Repair(IReadOnlyCollection<TimeRange> told, string field, RepairNotes notes)
    {
        if (told.Count == 0)
        {
            return [];
        }

        List<AlertPeriod> usable = [];
        foreach (TimeRange range in told)
        {
            // What began before POSIX times that validators take has always been so, what ends behind them is meant to stay.
            long? start = range.Start < Earliest ? null : (long)Math.Min(range.Start, long.MaxValue);
            long? end = range.End == 0 || range.End > Latest ? null : (long)range.End;
            if (end is null && range.End != 0)
            {
                notes.Add(RejectionReason.AlertPeriodCorrected, $"{field} ends at {range.End}: open");
            }

            if (start > (long)Latest || end < (long)Earliest || end <= start)
            {
                notes.Add(RejectionReason.AlertPeriodCorrected, $"{field} from {range.Start} to {range.End} was left out");
                continue;
            }

            usable.Add(new AlertPeriod(start, end));
        }

        return usable.Count == 0 ? null : Join(usable, field, notes);
    }

    private static ImmutableArray<AlertPeriod> Join(List<AlertPeriod> periods, string field, RepairNotes notes)
    {
        List<AlertPeriod> joined = [];
        foreach (AlertPeriod period in periods.OrderBy(p => p.Start ?? long.MinValue))
        {
            if (joined.Count > 0 && !(joined[^1].End < (period.Start ?? long.MinValue)))
            {
                long? end = joined[^1].End is { } a && period.End is { } b ? Math.Max(a, b) : null;
                joined[^1] = joined[^1] with { End = end };
            }
            else
            {
                joined.Add(period);
            }
        }

        if (!joined.SequenceEqual(periods))
        {
            notes.Add(RejectionReason.AlertPeriodCorrected, $"{periods.Count} periods of {field} became {joined.Count}");
        }

        return joined is [{ Start: null, End: null }] ? [] : [.. joined];
    }
}
