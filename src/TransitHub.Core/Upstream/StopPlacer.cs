using TransitHub.Core.Observations;
using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Upstream;

/// <summary>Puts the stops of another agency's update at their places in the trip's pattern, and names them as the schedule does.</summary>
internal sealed class StopPlacer(Schedule schedule, ForeignIds ids)
{
    /// <summary>The updates in the trip's order, one a place; what the trip does not have is left out.</summary>
    public List<PlacedUpdate> Place(int trip, IEnumerable<TripUpdate.Types.StopTimeUpdate> updates, RepairNotes notes)
    {
        List<PlacedUpdate> placed = [];
        int last = -1;
        bool isOrdered = true;
        foreach (TripUpdate.Types.StopTimeUpdate update in updates)
        {
            int position = this.Find(trip, update, last, notes);
            if (position < 0)
            {
                notes.Add(RejectionReason.StopNotOnTrip, $"stop_sequence {update.StopSequence}, stop_id '{Shown.Text(update.StopId)}'");
                continue;
            }

            isOrdered &= position >= last;
            last = position;
            placed.Add(new PlacedUpdate(position, update));
        }

        if (!isOrdered)
        {
            notes.Add(RejectionReason.StopsReordered, $"{placed.Count} stops");
            placed = [.. placed.OrderBy(p => p.Position)];
        }

        return Once(placed, notes);
    }

    private static List<PlacedUpdate> Once(List<PlacedUpdate> placed, RepairNotes notes)
    {
        List<PlacedUpdate> once = new(placed.Count);
        foreach (PlacedUpdate one in placed)
        {
            if (once.Count > 0 && once[^1].Position == one.Position)
            {
                notes.Add(RejectionReason.StopRepeated, $"stop_sequence {one.Update.StopSequence}");
                once[^1] = one;
            }
            else
            {
                once.Add(one);
            }
        }

        return once;
    }

    /// <summary>The place; -1: none. What the update says of it is made the schedule's.</summary>
    private int Find(int trip, TripUpdate.Types.StopTimeUpdate update, int after, RepairNotes notes)
    {
        ReadOnlySpan<int> sequences = schedule.Trips.StopSequences(trip);
        ReadOnlySpan<int> stops = schedule.Patterns.Stops(schedule.Trips.PatternIndex(trip));
        int bySequence = update.HasStopSequence && update.StopSequence <= int.MaxValue ? sequences.BinarySearch((int)update.StopSequence) : -1;
        int stop = -1;
        if (update.StopId.Length > 0 && !ids.TryFind(update.StopId, schedule.Stops.TryFind, out stop, out _))
        {
            stop = -1;
        }

        if (bySequence >= 0 && (stop < 0 || stops[bySequence] == stop))
        {
            this.Name(update, sequences[bySequence], stops[bySequence], notes);
            return bySequence;
        }

        int byStop = stop < 0 ? -1 : NextOf(stops, stop, after);
        bool isPlatform = bySequence >= 0 && byStop < 0 && this.AreOneStation(stops[bySequence], stop);
        int position = byStop >= 0 ? byStop : bySequence >= 0 ? bySequence : stop < 0 ? -1 : this.NextPlatform(stops, stop, after);
        if (position < 0)
        {
            return -1;
        }

        if (isPlatform || (byStop < 0 && bySequence < 0))
        {
            Assign(update, schedule.Stops.Id(stop), notes);
        }

        this.Name(update, sequences[position], stops[position], notes);
        return position;
    }

    /// <summary>The next place with the stop behind the last one; else the first anywhere, since updates may be out of order.</summary>
    private static int NextOf(ReadOnlySpan<int> stops, int stop, int after)
    {
        int next = stops[Math.Min(after + 1, stops.Length)..].IndexOf(stop);
        return next >= 0 ? next + after + 1 : stops.IndexOf(stop);
    }

    private int NextPlatform(ReadOnlySpan<int> stops, int stop, int after)
    {
        for (int i = after + 1; i < stops.Length; i++)
        {
            if (this.AreOneStation(stops[i], stop))
            {
                return i;
            }
        }

        return -1;
    }

    private bool AreOneStation(int a, int b) => schedule.Stops.ParentIndex(a) is >= 0 and var parent && parent == schedule.Stops.ParentIndex(b);

    private static void Assign(TripUpdate.Types.StopTimeUpdate update, string platform, RepairNotes notes)
    {
        notes.Add(RejectionReason.StopAssigned, $"stop_id {platform}");
        update.StopTimeProperties ??= new TripUpdate.Types.StopTimeUpdate.Types.StopTimeProperties();
        if (!update.StopTimeProperties.HasAssignedStopId)
        {
            update.StopTimeProperties.AssignedStopId = platform;
        }
    }

    private void Name(TripUpdate.Types.StopTimeUpdate update, int sequence, int stop, RepairNotes notes)
    {
        string id = schedule.Stops.Id(stop);
        if (!update.HasStopSequence || update.StopSequence != sequence)
        {
            notes.Add(
                update.HasStopSequence ? RejectionReason.StopSequenceCorrected : RejectionReason.StopSequenceFilled,
                update.HasStopSequence ? $"stop_sequence {update.StopSequence} of stop {id} is {sequence}" : $"stop {id} is {sequence}");
            update.StopSequence = (uint)sequence;
        }

        if (update.StopId != id)
        {
            notes.Add(
                update.StopId.Length > 0 ? RejectionReason.StopIdCorrected : RejectionReason.StopIdFilled,
                update.StopId.Length > 0 ? $"stop_id {Shown.Text(update.StopId)} at {sequence} is {id}" : $"stop_sequence {sequence} is {id}");
            update.StopId = id;
        }
    }
}
