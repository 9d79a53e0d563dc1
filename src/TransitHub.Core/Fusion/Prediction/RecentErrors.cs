using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Prediction;

/// <summary>
/// By what share of the time ahead vehicles lately came later than expected, by route and direction and over all: jams and
/// incidents reach every vehicle of a line before each of its links has shown them.
/// </summary>
internal sealed class RecentErrors(Schedule schedule)
{
    /// <summary>What was seen counts e times less after so many seconds.</summary>
    private const double FadeSeconds = 1800;

    /// <summary>Arrivals that "as expected" counts for.</summary>
    private const double Doubt = 10;

    private const double MostError = 1;

    private readonly Mean[] routes = new Mean[2 * Math.Max(1, schedule.Routes.Count)];
    private Mean all;

    public double OfRoute(RunTrack run, double now) => this.routes[this.PlaceOf(run)].Read(now, Doubt);

    public double OfAll(double now) => this.all.Read(now, 10 * Doubt);

    /// <summary>Learns from an arrival.</summary>
    /// <param name="run">Its run.</param>
    /// <param name="now">When it came, Unix seconds.</param>
    /// <param name="ahead">Seconds it had been expected ahead.</param>
    /// <param name="error">Seconds it came later than expected.</param>
    public void Learn(RunTrack run, double now, double ahead, double error)
    {
        double share = Math.Clamp(error / Math.Max(ahead, 180), -MostError, MostError);
        double weight = Math.Min(ahead, 900) / 900;
        this.routes[this.PlaceOf(run)].Learn(now, share, weight);
        this.all.Learn(now, share, weight);
    }

    private int PlaceOf(RunTrack run) => (2 * run.RouteIndex) + (schedule.Trips.DirectionId(run.Trip.TripIndex) == 1 ? 1 : 0);

    private struct Mean
    {
        private double at;
        private double weight;
        private double sum;

        public readonly double Read(double now, double doubt)
        {
            double fade = Math.Exp(-Math.Max(0, now - this.at) / FadeSeconds);
            return this.sum * fade / ((this.weight * fade) + doubt);
        }

        public void Learn(double now, double value, double newWeight)
        {
            double fade = Math.Exp(-Math.Max(0, now - this.at) / FadeSeconds);
            this.sum = (this.sum * fade) + (value * newWeight);
            this.weight = (this.weight * fade) + newWeight;
            this.at = Math.Max(this.at, now);
        }
    }
}
