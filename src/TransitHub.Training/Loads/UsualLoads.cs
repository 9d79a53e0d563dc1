namespace TransitHub.Training.Loads;

/// <summary>
/// What is usual at a stop at a time of day: the mean of the trips that leave it about then, the nearer the more. Hours have edges at which
/// the mean jumps in the middle of a peak; this has none.
/// </summary>
public sealed class UsualLoads
{
    /// <summary>Standard deviation of the window around a time of day, seconds.</summary>
    public const double WindowSeconds = 1500;

    /// <summary>Departures are kept by pieces of the day: many days cost no more than one.</summary>
    private const double CellSeconds = 60;

    /// <summary>The stop's mean over the day counts as this share of a trip: it speaks where no trip is near.</summary>
    private const double Prior = 0.05;

    private readonly Dictionary<(string Line, string Direction, int DayKind, int Stop), SortedList<int, (double Sum, int Count)>> cells = [];
    private readonly Dictionary<(string Line, string Direction, string Day, string Trip, int Stop), (int Cell, double Load)> learned = [];

    /// <summary>Learns from trips.</summary>
    public UsualLoads(IEnumerable<TripLoads> trips)
    {
        ArgumentNullException.ThrowIfNull(trips);
        foreach (TripLoads trip in trips)
        {
            for (int i = 0; i < trip.Passages.Count; i++)
            {
                if (!this.cells.TryGetValue(trip.Place(i), out SortedList<int, (double Sum, int Count)>? there))
                {
                    this.cells[trip.Place(i)] = there = [];
                }

                int cell = CellOf(trip.Passages[i]);
                (double sum, int count) = there.GetValueOrDefault(cell);
                there[cell] = (sum + trip.Passages[i].Load, count + 1);
                this.learned[(trip.Line, trip.Direction, trip.Day, trip.Trip, trip.Passages[i].Stop)] = (cell, trip.Passages[i].Load);
            }
        }
    }

    /// <summary>The usual load where and when a trip leaves a stop, without what that trip itself has taught; NaN where no other trip is known.</summary>
    /// <param name="trip">Whose line, direction, kind of day and time count.</param>
    /// <param name="index">Which of its passages.</param>
    public double At(TripLoads trip, int index)
    {
        ArgumentNullException.ThrowIfNull(trip);
        if (!this.cells.TryGetValue(trip.Place(index), out SortedList<int, (double Sum, int Count)>? there))
        {
            return double.NaN;
        }

        LoadPassage own = trip.Passages[index];
        bool isOwn = this.learned.TryGetValue((trip.Line, trip.Direction, trip.Day, trip.Trip, own.Stop), out (int Cell, double Load) taught);
        (double sum, double weights, double all, int count) = (0, 0, 0, 0);
        foreach ((int cell, (double loads, int trips)) in there)
        {
            bool holdsOwn = isOwn && cell == taught.Cell;
            double others = loads - (holdsOwn ? taught.Load : 0);
            int number = trips - (holdsOwn ? 1 : 0);
            double apart = (((cell + 0.5) * CellSeconds) - own.DepartureSeconds) / WindowSeconds;
            double weight = Math.Exp(-apart * apart / 2);
            sum += weight * others;
            weights += weight * number;
            all += others;
            count += number;
        }

        return count == 0 ? double.NaN : (sum + (Prior * all / count)) / (weights + Prior);
    }

    private static int CellOf(LoadPassage passage) => (int)Math.Floor(passage.DepartureSeconds / CellSeconds);
}
