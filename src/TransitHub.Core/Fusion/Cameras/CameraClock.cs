using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Cameras;

/// <summary>
/// The error of a camera's clock, from vehicles that report their own positions and pass its lines: the median of what their reports say after what the
/// camera says. A jump is told from chance by several in a row that agree with each other and not with those before.
/// </summary>
internal sealed class CameraClock(DeviceId device)
{
    /// <summary>Vehicles remembered, and how many there must be before anything is corrected.</summary>
    private const int Remembered = 64;
    private const int Enough = 8;

    /// <summary>Vehicles in a row that show a jump, and how far they must lie off at least, seconds and usual deviations.</summary>
    private const int OfJump = 5;
    private const double LeastJump = 5;
    private const double JumpDeviations = 4;

    /// <summary>Spread before anything is known, and never less than this, seconds.</summary>
    private const double UnknownSpread = 20;
    private const double LeastSpread = 3;

    private readonly List<double> samples = [];
    private readonly double[] sorted = new double[Remembered];

    public DeviceId Device => device;

    /// <summary>What to add to its times, seconds; 0 while too little is known.</summary>
    public double Correction { get; private set; }

    /// <summary>How far corrected times usually lie off, seconds.</summary>
    public double Spread { get; private set; } = UnknownSpread;

    /// <summary>Jumps noticed.</summary>
    public int Steps { get; private set; }

    public bool HasSamples => this.samples.Count > 0;

    public bool IsKnown => this.samples.Count >= Enough;

    /// <summary>Learns from a vehicle.</summary>
    /// <param name="seconds">Its own time at the line after the camera's uncorrected one.</param>
    public void Learn(double seconds)
    {
        if (this.samples.Count == Remembered)
        {
            this.samples.RemoveAt(0);
        }

        this.samples.Add(seconds);
        if (this.samples.Count >= Enough + OfJump && this.HasJumped())
        {
            this.Steps++;
            this.samples.RemoveRange(0, this.samples.Count - OfJump);
            this.Correction = this.Median(0, OfJump);
            this.Spread = UnknownSpread;
            return;
        }

        if (this.IsKnown)
        {
            this.Correction = this.Median(0, this.samples.Count);
            this.Spread = Math.Max(LeastSpread, this.Deviation(0, this.samples.Count, this.Correction));
        }
    }

    public CameraSnapshot ToSnapshot() => new(device, this.IsKnown ? this.Correction : null, this.Spread, this.samples.Count, this.Steps);

    private bool HasJumped()
    {
        int before = this.samples.Count - OfJump;
        double former = this.Median(0, before);
        double latest = this.Median(before, this.samples.Count);
        double usual = Math.Max(LeastSpread / JumpDeviations, this.Deviation(0, before, former));
        return Math.Abs(latest - former) > Math.Max(LeastJump, JumpDeviations * usual)
            && this.Deviation(before, this.samples.Count, latest) <= Math.Max(LeastSpread, 2 * usual)
            && this.samples.GetRange(before, OfJump).TrueForAll(s => Math.Sign(s - former) == Math.Sign(latest - former));
    }

    private double Median(int from, int to)
    {
        Span<double> part = this.sorted.AsSpan(0, to - from);
        this.samples.GetRange(from, to - from).CopyTo(this.sorted);
        part.Sort();
        return part.Length % 2 == 1 ? part[part.Length / 2] : (part[(part.Length / 2) - 1] + part[part.Length / 2]) / 2;
    }

    /// <summary>Median distance from a middle, as a standard deviation.</summary>
    private double Deviation(int from, int to, double middle)
    {
        Span<double> part = this.sorted.AsSpan(0, to - from);
        for (int i = from; i < to; i++)
        {
            part[i - from] = Math.Abs(this.samples[i] - middle);
        }

        part.Sort();
        return 1.4826 * part[part.Length / 2];
    }
}
