namespace TransitHub.Training.Loads;

/// <summary>Who left each stop before whom on a day, and with how many riders.</summary>
internal sealed class DayLoads
{
    /// <summary>What left longer ago says nothing of now, seconds.</summary>
    private const double Longest = 5400;

    /// <summary>So many gaps make the usual one.</summary>
    private const int UsualGaps = 5;

    private readonly Dictionary<(string Line, string Direction, string Day, int Stop), List<(double Left, string Trip, double Load)>> departures = [];

    /// <summary>Takes in trips.</summary>
    public DayLoads(IEnumerable<TripLoads> trips)
    {
        foreach (TripLoads trip in trips)
        {
            foreach (LoadPassage passage in trip.Passages)
            {
                (string, string, string, int) key = (trip.Line, trip.Direction, trip.Day, passage.Stop);
                if (!this.departures.TryGetValue(key, out List<(double Left, string Trip, double Load)>? there))
                {
                    this.departures[key] = there = [];
                }

                there.Add((passage.LeftSeconds, trip.Trip, passage.Load));
            }
        }

        foreach (List<(double Left, string Trip, double Load)> there in this.departures.Values)
        {
            there.Sort();
        }
    }

    /// <summary>The load of the last vehicle that left a stop before a moment; NaN: none did lately.</summary>
    /// <param name="trip">Whose line, direction and day count; it is no leader of its own.</param>
    /// <param name="stop">Number of the stop.</param>
    /// <param name="now">Seconds of the service day.</param>
    public double Leader(TripLoads trip, int stop, double now)
    {
        int at = this.Before(trip, stop, now, out List<(double Left, string Trip, double Load)> there);
        return at >= 0 && now - there[at].Left < Longest ? there[at].Load : double.NaN;
    }

    /// <summary>The gap to the vehicle ahead as a share of the gaps before it; NaN: not known.</summary>
    public double GapRatio(TripLoads trip, int stop, double now)
    {
        int at = this.Before(trip, stop, now, out List<(double Left, string Trip, double Load)> there);
        int first = Math.Max(0, at - UsualGaps);
        double usual = at > first ? (there[at].Left - there[first].Left) / (at - first) : 0;
        return usual > 0 && now - there[at].Left < Longest ? (now - there[at].Left) / usual : double.NaN;
    }

    private int Before(TripLoads trip, int stop, double now, out List<(double Left, string Trip, double Load)> there)
    {
        if (!this.departures.TryGetValue((trip.Line, trip.Direction, trip.Day, stop), out List<(double Left, string Trip, double Load)>? known))
        {
            there = [];
            return -1;
        }

        there = known;
        int at = there.BinarySearch((now, string.Empty, 0));
        at = (at >= 0 ? at : ~at) - 1;
        return at >= 0 && there[at].Trip == trip.Trip ? at - 1 : at;
    }
}
