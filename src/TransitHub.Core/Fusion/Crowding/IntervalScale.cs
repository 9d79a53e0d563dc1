namespace TransitHub.Core.Fusion.Crowding;

/// <summary>
/// By how much the intervals of forecasts are wider than they are worked out to be, for each step ahead: learned from whether what came lay within
/// them, so that four in five do.
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

    private readonly Queue<(double At, double Low, double High)>[] probes = [.. Enumerable.Range(0, Steps).Select(_ => new Queue<(double, double, double)>())];
    private double probedAt;

    /// <summary>The factors by step, 0.5 to 3.</summary>
    public double[] Factors { get; } = [1, 1, 1, 1, 1, 1];

    /// <summary>Looks at the forecasts that have come due.</summary>
    /// <param name="now">Unix seconds.</param>
    /// <param name="mean">Riders who wait now.</param>
    /// <param name="deviation">Standard deviation of that.</param>
    public void Learn(double now, double mean, double deviation)
    {
        for (int step = 0; step < Steps; step++)
        {
            while (this.probes[step].TryPeek(out (double At, double Low, double High) probe) && probe.At <= now)
            {
                this.probes[step].Dequeue();

                // Half a rider: nobody waits in halves. Where the present is hardly known itself, nothing is learned.
                if (now - probe.At < StepSeconds && deviation < Math.Max(1, (probe.High - probe.Low) / 2))
                {
                    bool isMissed = mean < probe.Low - 0.5 || mean > probe.High + 0.5;
                    this.Factors[step] = Math.Clamp(this.Factors[step] * Math.Exp(Pace * ((isMissed ? 1 : 0) - Miss)), 0.5, 3);
                }
            }
        }
    }

    /// <summary>Keeps a forecast until it comes due, every two minutes.</summary>
    /// <param name="now">Unix seconds.</param>
    /// <param name="low">10 % by step.</param>
    /// <param name="high">90 % by step.</param>
    public void Probe(double now, ReadOnlySpan<double> low, ReadOnlySpan<double> high)
    {
        if (now - this.probedAt < ProbeSeconds)
        {
            return;
        }

        this.probedAt = now;
        for (int step = 0; step < Steps; step++)
        {
            this.probes[step].Enqueue((now + ((step + 1) * StepSeconds), low[step], high[step]));
        }
    }
}
