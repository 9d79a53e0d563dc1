namespace TransitHub.Core.Fusion.Links;

/// <summary>The time in which the fastest sixth takes a way; it follows each passage by a small share of itself.</summary>
internal sealed class FreeTime
{
    /// <summary>Passages before it is known.</summary>
    private const int LeastPassages = 8;

    /// <summary>Share of passages that are faster.</summary>
    private const double FastShare = 0.15;

    /// <summary>Least share of its value by which it follows one passage.</summary>
    private const double LeastStep = 0.02;

    /// <summary>Ways that are free in less say nothing: one red light is longer, seconds.</summary>
    private const double LeastSeconds = 20;

    private int passages;

    /// <summary>The time, seconds; says nothing before it <see cref="IsKnown"/>.</summary>
    public double Seconds { get; private set; }

    public bool IsKnown => this.passages >= LeastPassages && this.Seconds >= LeastSeconds;

    /// <summary>Learns from a passage.</summary>
    /// <param name="seconds">What it took, above 0.</param>
    public void Learn(double seconds)
    {
        this.passages++;
        double step = Math.Max(LeastStep, 1.0 / this.passages);
        this.Seconds = this.passages == 1 ? seconds : this.Seconds * (1 + (step * (seconds < this.Seconds ? FastShare - 1 : FastShare)));
    }
}
