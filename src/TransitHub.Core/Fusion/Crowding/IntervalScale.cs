using TransitHub.Core.Numerics;

namespace TransitHub.Core.Fusion.Crowding;

/// <summary>
/// What forecasts of a stop turned out to be worth, for each step ahead: how far they and the usual number are off, which decides how much each counts, and
/// by how much intervals are wider than they are worked out to be, so that four in five hold.
/// </summary>
internal sealed class IntervalScale
{
    /// <summary>Length of a step, seconds.</summary>
    public const double StepSeconds = 300;

    /// <summary>Steps ahead: half an hour.</summary>
    public const int Steps = 6;

    private const double Miss = 0.2;
    private const double Pace = 0.08;
    private const double ProbeSeconds = 120;

    /// <summary>Share that a forecast that came due has in what is known of the errors: some hundred count.</summary>
    private const double Learns = 0.02;

    /// <summary>What is supposed at first counts as so many forecasts.</summary>
    private const double First = 8;

    private readonly Queue<Probed>[] probes = [.. Enumerable.Range(0, Steps).Select(_ => new Queue<Probed>())];
    private double probedAt;

    /// <summary>The factors by step, 0.5 to 3.</summary>
    public double[] Factors { get; } = [1, 1, 1, 1, 1, 1];

    /// <summary>Square errors of what is played through, by step.</summary>
    public double[] PlayedErrors { get; } = [25, 25, 25, 25, 25, 25];

    /// <summary>Square errors of the usual number, by step. At first it is worth little.</summary>
    public double[] UsualErrors { get; } = [225, 225, 225, 225, 225, 225];

    /// <summary>Products of both errors, by step: what is wrong with both weighing does not mend.</summary>
    public double[] CommonErrors { get; } = new double[Steps];

    /// <summary>Forecasts that both have been compared by, by step.</summary>
    public double[] Compared { get; } = new double[Steps];

    /// <summary>Riders who were there when forecasts came due, and as many as usually are, by step; fading.</summary>
    public double[] CameToday { get; } = [60, 60, 60, 60, 60, 60];

    /// <inheritdoc cref="CameToday"/>
    public double[] UsualToday { get; } = [60, 60, 60, 60, 60, 60];

    /// <summary>All that is kept over a restart beside the factors.</summary>
    public double[][] Columns =>
        [this.PlayedErrors, this.UsualErrors, this.CommonErrors, this.Compared, this.CameToday, this.UsualToday, this.Came, this.Played];

    /// <summary>Riders who were there when forecasts came due, and as many as were played through, by step; fading.</summary>
    public double[] Came { get; } = [60, 60, 60, 60, 60, 60];

    /// <inheritdoc cref="Came"/>
    public double[] Played { get; } = [60, 60, 60, 60, 60, 60];

    /// <summary>By how much what is played through is to be multiplied, 0.5 to 2.</summary>
    public double RatioOf(int step) => Math.Clamp(this.Came[step] / this.Played[step], 0.5, 2);

    /// <summary>How much what is played through counts beside the usual number, 0 to 1.</summary>
    public double ShareOf(int step)
    {
        double common = Math.Min(this.CommonErrors[step], 0.9 * Math.Min(this.PlayedErrors[step], this.UsualErrors[step]));
        return Math.Clamp((this.UsualErrors[step] - common) / (this.PlayedErrors[step] + this.UsualErrors[step] - (2 * common)), 0, 1);
    }

    /// <summary>By how much the usual number is to be multiplied: days are busier than others, 0.5 to 2.</summary>
    public double TodayOf(int step) => Math.Clamp(this.CameToday[step] / this.UsualToday[step], 0.5, 2);

    /// <summary>Looks at the forecasts that have come due.</summary>
    /// <param name="now">Unix seconds.</param>
    /// <param name="mean">Riders who wait now.</param>
    /// <param name="deviation">Standard deviation of that.</param>
    public void Learn(double now, double mean, double deviation)
    {
        for (int step = 0; step < Steps; step++)
        {
            while (this.probes[step].TryPeek(out Probed probe) && probe.At <= now)
            {
                this.probes[step].Dequeue();

                // Half a rider: nobody waits in halves. Where the present is hardly known itself, nothing is learned.
                if (now - probe.At < StepSeconds && deviation < Math.Max(1, (probe.High - probe.Low) / 2))
                {
                    double spread = Math.Max(0.01, deviation);
                    double within = NormalMath.Below((probe.High + 0.5 - mean) / spread) - NormalMath.Below((probe.Low - 0.5 - mean) / spread);
                    this.Factors[step] = Math.Clamp(this.Factors[step] * Math.Exp(Pace * (1 - within - Miss)), 0.5, 3);
                    this.Came[step] = ((1 - Learns) * this.Came[step]) + (Learns * (mean + 1));
                    this.Played[step] = ((1 - Learns) * this.Played[step]) + (Learns * (probe.Raw + 1));
                    if (!double.IsNaN(probe.Usual))
                    {
                        this.Compare(step, mean - probe.Played, mean - (this.TodayOf(step) * probe.Usual));
                        this.CameToday[step] = ((1 - Learns) * this.CameToday[step]) + (Learns * (mean + 1));
                        this.UsualToday[step] = ((1 - Learns) * this.UsualToday[step]) + (Learns * (probe.Usual + 1));
                    }
                }
            }
        }
    }

    /// <summary>The first forecasts teach faster: as many as there are count alike.</summary>
    private void Compare(int step, double played, double usual)
    {
        double learns = Math.Max(Learns, 1 / (this.Compared[step] + First));
        this.Compared[step] = Math.Min(this.Compared[step] + 1, 1e6);
        this.PlayedErrors[step] += learns * ((played * played) + 0.1 - this.PlayedErrors[step]);
        this.UsualErrors[step] += learns * ((usual * usual) + 0.1 - this.UsualErrors[step]);
        this.CommonErrors[step] += learns * ((played * usual) - this.CommonErrors[step]);
    }

    /// <summary>Whether it is time to keep forecasts again.</summary>
    public bool IsDue(double now) => now - this.probedAt >= ProbeSeconds;

    /// <summary>Keeps forecasts until they come due.</summary>
    /// <param name="now">Unix seconds.</param>
    /// <param name="forecasts">By step; their moments are made here.</param>
    public void Probe(double now, ReadOnlySpan<Probed> forecasts)
    {
        this.probedAt = now;
        for (int step = 0; step < Steps; step++)
        {
            this.probes[step].Enqueue(forecasts[step] with { At = now + ((step + 1) * StepSeconds) });
        }
    }

    /// <summary>A forecast that is kept.</summary>
    /// <param name="At">When it comes due, Unix seconds.</param>
    /// <param name="Raw">Riders, as played through.</param>
    /// <param name="Played">The same as corrected by <see cref="RatioOf"/>.</param>
    /// <param name="Usual">Riders who usually wait then; NaN: not known.</param>
    /// <param name="Low">10 % as told.</param>
    /// <param name="High">90 % as told.</param>
    public readonly record struct Probed(double At, double Raw, double Played, double Usual, double Low, double High);
}
