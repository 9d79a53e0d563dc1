namespace TransitHub.Training.Loads;

/// <summary>
/// What is usual at a stop at a time of day: the mean of the trips that leave it about then, the nearer the more. Hours have edges at which
/// the mean jumps in the middle of a peak; this has none.
/// </summary>
public sealed class UsualLoads
{
    /// <summary>Standard deviation of the window around a time of day, seconds.</summary>
    public const double WindowSeconds = 1500;

    /// <summary>The stop's mean over the day counts as this share of a trip: it speaks where no trip is near.</summary>
    private const double Prior = 0.05;

    private readonly Dictionary<(string Line, string Direction, int Stop), List<(string Trip, LoadPassage Passage)>> passages = [];

    /// <summary>Learns from trips.</summary>
    public UsualLoads(IEnumerable<TripLoads> trips)
    {
        ArgumentNullException.ThrowIfNull(trips);
        foreach (TripLoads trip in trips)
        {
            for (int i = 0; i < trip.Passages.Count; i++)
            {
                if (!this.passages.TryGetValue(trip.Place(i), out List<(string Trip, LoadPassage Passage)>? there))
                {
                    this.passages[trip.Place(i)] = there = [];
                }

                there.Add((trip.Trip, trip.Passages[i]));
            }
        }
    }

    /// <summary>The usual load where and when a trip leaves a stop, without what that trip itself has taught; NaN where no other trip is known.</summary>
    /// <param name="trip">Whose line, direction and time count.</param>
    /// <param name="index">Which of its passages.</param>
    public double At(TripLoads trip, int index)
    {
        ArgumentNullException.ThrowIfNull(trip);
        if (!this.passages.TryGetValue(trip.Place(index), out List<(string Trip, LoadPassage Passage)>? there))
        {
            return double.NaN;
        }

        (double sum, double weights, double all, int count) = (0, 0, 0, 0);
        foreach ((string other, LoadPassage passage) in there)
        {
            if (other != trip.Trip)
            {
                double apart = (passage.DepartureSeconds - trip.Passages[index].DepartureSeconds) / WindowSeconds;
                double weight = Math.Exp(-apart * apart / 2);
                sum += weight * passage.Load;
                weights += weight;
                all += passage.Load;
                count++;
            }
        }

        return count == 0 ? double.NaN : (sum + (Prior * all / count)) / (weights + Prior);
    }
}
