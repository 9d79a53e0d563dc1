namespace TransitHub.Core.Fusion.Cameras;

/// <summary>
/// When a run is expected to pass a line, if it is seen there: one or two guesses, each a Student-t distribution around a moment. Two, where it may
/// have been seen before: from there if so, from what is surely known if not.
/// </summary>
/// <param name="At">Moment of the first guess, Unix seconds.</param>
/// <param name="Scale">Its scale, seconds.</param>
/// <param name="Weight">Probability that it is the right one and that the run is seen, [0, 1].</param>
internal readonly record struct Expectation(double At, double Scale, double Weight)
{
    /// <summary>So many vehicles are held up or start late by any number of minutes: around this, with this scale, seconds.</summary>
    private const double HeldUpShare = 0.05;
    private const double HeldUpSeconds = 180;
    private const double HeldUpScale = 300;

    /// <summary>Moment of the second guess, Unix seconds.</summary>
    public double OtherAt { get; init; }

    /// <summary>Its scale, seconds.</summary>
    public double OtherScale { get; init; } = 1;

    /// <summary>Probability that it is the right one and that the run is seen; 0: there is none.</summary>
    public double OtherWeight { get; init; }

    /// <summary>Half the greatest difference from a guess at which it is still one, seconds.</summary>
    public required double Gate { get; init; }

    /// <summary>The gate of the second guess, seconds.</summary>
    public double OtherGate { get; init; }

    /// <summary>By a line behind it was here at this moment, Unix seconds, with this scale; a scale of 0: none tells.</summary>
    public double BehindAt { get; init; }

    /// <summary>The scale of <see cref="BehindAt"/>, seconds.</summary>
    public double BehindScale { get; init; }

    /// <summary>The moment by which runs are put in order: of the likelier guess.</summary>
    public double Middle => this.OtherWeight > this.Weight ? this.OtherAt : this.At;

    /// <summary>Probability that the run is seen at all.</summary>
    public double Seen => this.Weight + this.OtherWeight;

    /// <summary>Density at a moment, for each second, with the probability that it is seen.</summary>
    public double Density(double at) =>
        (this.Weight * Density(at - this.At, this.Scale, this.Gate) * this.Behind(at)) + (this.OtherWeight * Density(at - this.OtherAt, this.OtherScale, this.OtherGate));

    /// <summary>Probability that it is seen up to a moment.</summary>
    public double SeenBy(double at) =>
        (this.Weight * Below(at - this.At, this.Scale)) + (this.OtherWeight * Below(at - this.OtherAt, this.OtherScale));

    /// <summary>How much likelier a moment is by what a line behind saw: the densities of both multiplied, and divided by what that is in all.</summary>
    private double Behind(double at) => this.BehindScale == 0 ? 1
        : Density(this.BehindAt - at, this.BehindScale, double.MaxValue)
            / Density(this.BehindAt - this.At, Math.Sqrt((this.BehindScale * this.BehindScale) + (this.Scale * this.Scale)), double.MaxValue);

    /// <summary>Student's t with three degrees of freedom, since times on streets have long tails, and the far wider one of those held up.</summary>
    private static double Density(double difference, double scale, double gate) => Math.Abs(difference) > gate
        ? 0
        : ((1 - HeldUpShare) * Bell(difference / scale) / scale) + (HeldUpShare * Bell((difference - HeldUpSeconds) / HeldUpScale) / HeldUpScale);

    private static double Below(double difference, double scale) =>
        ((1 - HeldUpShare) * BellBelow(difference / scale)) + (HeldUpShare * BellBelow((difference - HeldUpSeconds) / HeldUpScale));

    private static double Bell(double x)
    {
        double square = 1 + (x * x / 3);
        return 0.36755 / (square * square);
    }

    private static double BellBelow(double x)
    {
        double root = x / Math.Sqrt(3);
        return 0.5 + (((root / (1 + (root * root))) + Math.Atan(root)) / Math.PI);
    }
}
