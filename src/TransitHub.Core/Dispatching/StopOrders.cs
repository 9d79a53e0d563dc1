using System.Collections.Immutable;
using TransitHub.Core.Alerting;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Dispatching;

/// <summary>Reads what an operator wants of a run's stops.</summary>
internal static class StopOrders
{
    /// <summary>The order with them.</summary>
    public static RunOrder Read(ChangeDraft draft, TripInstance run, Schedule schedule, RunOrder order, Complaints wrong)
    {
        int[] sequences = [.. schedule.Trips.StopSequences(run.TripIndex)];
        ImmutableArray<int> skipped = Positions(draft.SkippedStops, sequences, "skipped_stops", wrong);
        ImmutableArray<int> silent = Positions(draft.StopsWithoutData, sequences, "stops_without_data", wrong);
        if (draft.WithoutDataFrom is int from)
        {
            int first = Array.IndexOf(sequences, from);
            wrong.Require(first >= 0, "without_data_from", $"{from} is no stop_sequence of the trip.");
            silent = first < 0 ? silent : [.. silent.Union(Enumerable.Range(first, sequences.Length - first)).Order()];
        }

        wrong.Require(
            !(draft.SkippedStops ?? []).Any() || sequences.Length - skipped.Length >= 2, "skipped_stops", "leaves fewer than two stops: cancel the run instead.");
        ImmutableArray<AssignedStop> assigned = [.. Assigned(draft, run, schedule, sequences, wrong).OrderBy(a => a.Position)];
        wrong.Require(
            !assigned.Any(a => skipped.Contains(a.Position)), "assigned_stops", "has a stop that is skipped.");
        wrong.Require(
            !skipped.IsEmpty || !silent.IsEmpty || !assigned.IsEmpty || !wrong.IsEmpty, "skipped_stops", "or stops_without_data, without_data_from or assigned_stops is needed.");
        return order with { Skipped = skipped, WithoutData = [.. silent.Except(skipped)], Assigned = assigned };
    }

    private static ImmutableArray<int> Positions(IReadOnlyList<int>? told, int[] sequences, string field, Complaints wrong)
    {
        SortedSet<int> positions = [];
        foreach (int sequence in told ?? [])
        {
            int position = Array.IndexOf(sequences, sequence);
            wrong.Require(position >= 0, field, $"{sequence} is no stop_sequence of the trip.");
            positions.Add(position);
        }

        return [.. positions];
    }

    /// <summary>A platform is another stop of the same station: anything else is not what riders take for the same stop, and is a replacement.</summary>
    private static IEnumerable<AssignedStop> Assigned(ChangeDraft draft, TripInstance run, Schedule schedule, int[] sequences, Complaints wrong)
    {
        int pattern = schedule.Trips.PatternIndex(run.TripIndex);
        HashSet<int> named = [];
        foreach (PlatformDraft platform in draft.AssignedStops ?? [])
        {
            int position = Array.IndexOf(sequences, platform.StopSequence);
            bool isStop = schedule.Stops.TryFind(platform.StopId ?? string.Empty, out int stop);
            wrong.Require(position >= 0, "assigned_stops", $"{platform.StopSequence} is no stop_sequence of the trip.");
            wrong.Require(named.Add(platform.StopSequence), "assigned_stops", $"names stop_sequence {platform.StopSequence} twice.");
            wrong.Require(isStop, "assigned_stops", $"'{platform.StopId}' is not in the GTFS.");
            if (position < 0 || !isStop)
            {
                continue;
            }

            int planned = schedule.Patterns.Stops(pattern)[position];
            bool isSibling = schedule.Stops.LocationType(stop) == 0 && planned != stop
                && schedule.Stops.ParentIndex(planned) >= 0 && schedule.Stops.ParentIndex(planned) == schedule.Stops.ParentIndex(stop);
            wrong.Require(isSibling, "assigned_stops", $"'{platform.StopId}' is no other platform of the station of '{schedule.Stops.Id(planned)}': use replace.");
            yield return new AssignedStop(position, stop);
        }
    }
}
