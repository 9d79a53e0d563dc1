using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance;

/// <summary>
/// The stop times of an update set beside those of the schedule, in one pass forward through both, as the canonical validator does it: a stop behind
/// the place already reached is not found again, and nothing after a stop_sequence that is not there is looked at.
/// </summary>
internal sealed class StopTimeWalk
{
    private int[] positions = [];

    /// <summary>How many of the updates were looked at.</summary>
    public int Examined { get; private set; }

    /// <summary>Whether the last one looked at has a stop_sequence that the trip does not have from there on.</summary>
    public bool EndsUnknown { get; private set; }

    /// <summary>Whether a stop_sequence was taken from the schedule since the update has a stop_id only.</summary>
    public bool TookSequences { get; private set; }

    /// <summary>The stop_sequences in the order of the updates, as far as known.</summary>
    public List<long> Sequences { get; } = [];

    /// <summary>The position in the trip that an update is for, or -1.</summary>
    public int Position(int update) => this.positions[update];

    /// <summary>Walks through an update.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="trip">Index of the trip, or -1.</param>
    /// <param name="update">The update.</param>
    public void Run(Schedule schedule, int trip, TripUpdate update)
    {
        (this.Examined, this.EndsUnknown, this.TookSequences) = (0, false, false);
        this.Sequences.Clear();
        if (this.positions.Length < update.StopTimeUpdate.Count)
        {
            this.positions = new int[Math.Max(64, update.StopTimeUpdate.Count)];
        }

        int pattern = trip < 0 ? -1 : schedule.Trips.PatternIndex(trip);
        ReadOnlySpan<int> sequences = pattern < 0 ? default : schedule.Trips.StopSequences(trip);
        ReadOnlySpan<int> stops = pattern < 0 ? default : schedule.Patterns.Stops(pattern);
        int reached = 0;
        while (this.Examined < update.StopTimeUpdate.Count && !this.EndsUnknown)
        {
            TripUpdate.Types.StopTimeUpdate stop = update.StopTimeUpdate[this.Examined];
            if (stop.HasStopSequence)
            {
                this.Sequences.Add(stop.StopSequence);
            }

            this.positions[this.Examined] = this.Find(schedule, stop, sequences, stops, ref reached);
            this.Examined++;
        }
    }

    private int Find(Schedule schedule, TripUpdate.Types.StopTimeUpdate stop, ReadOnlySpan<int> sequences, ReadOnlySpan<int> stops, ref int reached)
    {
        int wanted = !stop.HasStopSequence && stop.HasStopId && schedule.Stops.TryFind(stop.StopId, out int index) ? index : -1;
        for (; reached < sequences.Length; reached++)
        {
            if (stop.HasStopSequence ? sequences[reached] == stop.StopSequence : stops[reached] == wanted)
            {
                if (!stop.HasStopSequence)
                {
                    this.Sequences.Add(sequences[reached]);
                    this.TookSequences = true;
                }

                return reached++;
            }

            this.EndsUnknown = stop.HasStopSequence && reached + 1 == sequences.Length;
        }

        return -1;
    }
}
