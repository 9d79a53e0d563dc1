namespace TransitHub.Core.Fusion.Links;

/// <summary>
/// What vehicles do about being early, learned for each link: seconds by which its time grows for each second a vehicle comes to it
/// early. Drivers wait at timepoints (near 1), at other stops they dawdle or do not care (near 0). A slope that rests on little leans
/// on the slope of all links. Being late has no such answer: a learned one made predictions worse in two cities.
/// </summary>
internal sealed class EarlyHold(int links)
{
    /// <summary>Being earlier than this changes nothing more, seconds.</summary>
    private const double MostEarly = 600;

    /// <summary>A surprise beyond this counts as this, seconds.</summary>
    private const double MostSurprise = 300;

    /// <summary>Share of what was learned that one passage leaves, of a link and of all links together.</summary>
    private const double Keep = 0.99;

    private const double KeepAll = 0.9995;

    /// <summary>What the common slope counts for in a link's, square seconds: some twenty passages a minute early.</summary>
    private const double Lean = 72_000;

    /// <summary>What "no answer" counts for in the common slope.</summary>
    private const double LeanAll = 1_000_000;

    private readonly Slope[] slopes = new Slope[links];
    private Slope all;

    /// <summary>Seconds to add to a link's time, 0 or more.</summary>
    /// <param name="link">The link.</param>
    /// <param name="delay">Delay at its start, seconds, negative when early.</param>
    public double Expect(int link, double delay) =>
        delay >= 0 ? 0 : Math.Min(-delay, MostEarly) * Math.Clamp(this.slopes[link].Read(Lean, this.all.Read(LeanAll, 0)), 0, 1);

    /// <summary>Learns from a passage.</summary>
    /// <param name="link">The link.</param>
    /// <param name="delay">Delay at its start, seconds.</param>
    /// <param name="surprise">Seconds by which it took longer than the link's time.</param>
    public void Learn(int link, double delay, double surprise)
    {
        double early = Math.Clamp(-delay, 0, MostEarly);
        double bounded = Math.Clamp(surprise, -MostSurprise, MostSurprise);
        this.slopes[link].Learn(early, bounded, Keep);
        this.all.Learn(early, bounded, KeepAll);
    }

    /// <summary>The slope of a line through pairs, as weighted sums.</summary>
    private struct Slope
    {
        private double weight;
        private double x;
        private double y;
        private double xx;
        private double xy;

        public void Learn(double newX, double newY, double keep)
        {
            this.weight = (this.weight * keep) + 1;
            this.x = (this.x * keep) + newX;
            this.y = (this.y * keep) + newY;
            this.xx = (this.xx * keep) + (newX * newX);
            this.xy = (this.xy * keep) + (newX * newY);
        }

        public readonly double Read(double lean, double toward)
        {
            double count = Math.Max(this.weight, 1);
            double spread = this.xx - (this.x * this.x / count);
            double common = this.xy - (this.x * this.y / count);
            return (common + (lean * toward)) / (spread + lean);
        }
    }
}
