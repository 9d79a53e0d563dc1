using TransitHub.Core.Numerics;

namespace TransitHub.Core.Fusion.Crowding;

/// <summary>
/// Those who wait at a stop, by the line (a route in one direction) that they wait for: a mean and a covariance. Who comes is added, who boards is taken
/// away, and what a zone sees corrects all lines together. A number below zero does not come about.
/// </summary>
internal sealed class WaitingState
{
    /// <summary>Who was left behind gives up after so many seconds on average.</summary>
    private const double PatienceSeconds = 1500;

    /// <summary>How firmly it is known which line those who come are for: as if from so many riders asked.</summary>
    private const double ShareRiders = 40;

    private readonly int lines;
    private readonly double[] means;
    private readonly double[] left;
    private readonly double[] covariance;
    private readonly List<BoardedRiders> watched = [];

    /// <summary>Nobody waits.</summary>
    /// <param name="lines">Lines that riders board at the stop, 0 or more.</param>
    public WaitingState(int lines)
    {
        this.lines = lines;
        this.means = new double[lines];
        this.left = new double[lines];
        this.covariance = new double[lines * lines];
    }

    /// <summary>A copy of another.</summary>
    public WaitingState(WaitingState other)
        : this(other.lines) => this.CopyFrom(other);

    /// <summary>Expected riders, of all lines.</summary>
    public double Total => this.means.Sum();

    /// <summary>Variance of the total.</summary>
    public double TotalVariance => Math.Max(0, this.covariance.Sum());

    /// <summary>Expected riders of a line.</summary>
    public double Of(int line) => this.means[line];

    /// <summary>Variance of a line's riders.</summary>
    public double VarianceOf(int line) => this.covariance[(line * this.lines) + line];

    /// <summary>Becomes another, and watches nobody who has boarded.</summary>
    public void CopyFrom(WaitingState other)
    {
        this.watched.Clear();
        other.means.CopyTo(this.means, 0);
        other.left.CopyTo(this.left, 0);
        other.covariance.CopyTo(this.covariance, 0);
    }

    /// <summary>What is seen from now on tells nothing more of those who boarded before a moment, Unix seconds.</summary>
    public void EndWatch(double before) => this.watched.RemoveAll(w => w.At < before);

    /// <summary>Says how many wait before anything was counted.</summary>
    /// <param name="line">The line.</param>
    /// <param name="mean">Riders.</param>
    /// <param name="variance">Square riders.</param>
    public void Suppose(int line, double mean, double variance)
    {
        this.means[line] = mean;
        this.covariance[(line * this.lines) + line] = variance;
    }

    /// <summary>Riders come.</summary>
    /// <param name="shares">For which lines, as shares; their sum is 1.</param>
    /// <param name="riders">How many.</param>
    /// <param name="variance">Variance of that.</param>
    public void Arrive(ReadOnlySpan<double> shares, double riders, double variance)
    {
        double chance = riders * (1 + (riders / ShareRiders));
        for (int i = 0; i < this.lines; i++)
        {
            this.means[i] += shares[i] * riders;
            for (int k = 0; k < this.lines; k++)
            {
                this.covariance[(i * this.lines) + k] += (shares[i] * shares[k] * (variance - chance)) + (i == k ? shares[i] * chance : 0);
            }
        }

        this.Bound();
    }

    /// <summary>Time passes: of those whom a full vehicle left behind some give up.</summary>
    /// <param name="seconds">How long.</param>
    public void Wait(double seconds)
    {
        double stays = Math.Exp(-seconds / PatienceSeconds);
        for (int i = 0; i < this.lines; i++)
        {
            double gone = Math.Min(this.means[i], this.left[i] * (1 - stays));
            this.left[i] *= stays;
            this.means[i] -= gone;
            this.covariance[(i * this.lines) + i] += 0.25 * gone;
        }
    }

    /// <summary>A vehicle's doors counted those who boarded: as many waited at least.</summary>
    /// <param name="line">Its line.</param>
    /// <param name="boarded">Riders, as corrected.</param>
    /// <param name="variance">Variance of that.</param>
    public void Boarded(int line, double boarded, double variance) =>
        this.Correct(line, boarded - this.means[line], Math.Max(0.25, variance));

    /// <summary>A vehicle leaves: as many have boarded as waited, or as it had room for.</summary>
    /// <param name="line">Its line.</param>
    /// <param name="room">Riders for whom there was room; infinite: for all.</param>
    /// <param name="roomVariance">Variance of that.</param>
    /// <param name="watched">Becomes those who boarded, and is corrected with those who wait from then on; null: nobody wants to know.</param>
    /// <returns>Those who boarded, and the variance of that.</returns>
    public (double Boarded, double Variance) Depart(int line, double room, double roomVariance, BoardedRiders? watched = null)
    {
        int own = (line * this.lines) + line;
        double before = this.means[line];
        double spread = this.covariance[own];
        (double stay, double variance, double share) = double.IsInfinity(room) ? (0, 0, 0) : NormalMath.Positive(before - room, spread + roomVariance);

        foreach (BoardedRiders earlier in this.watched)
        {
            earlier.Depart(line, share);
        }

        if (watched is not null)
        {
            watched.Begin(line, before - stay, this.covariance.AsSpan(line * this.lines, this.lines), share, roomVariance);
            this.watched.Add(watched);
        }

        // Some stay for no reason that anybody sees, and some come running as it leaves.
        double missed = 0.02 * Math.Max(0, before - stay);
        this.means[line] = this.left[line] = stay + missed;
        for (int k = 0; k < this.lines; k++)
        {
            this.covariance[(line * this.lines) + k] *= share;
            this.covariance[(k * this.lines) + line] = this.covariance[(line * this.lines) + k];
        }

        this.covariance[own] = variance + missed + 0.05;
        return (Math.Max(0, before - stay), Math.Max(0, spread - variance));
    }

    /// <summary>A zone sees those who are present, whatever they wait for.</summary>
    /// <param name="riders">How many, as corrected.</param>
    /// <param name="variance">Variance of that.</param>
    /// <param name="floor">Variance that remains however often it looks: what it misses it misses again.</param>
    public void See(double riders, double variance, double floor)
    {
        this.Correct(-1, riders - this.Total, variance);
        double total = this.TotalVariance;
        if (total < floor && this.lines > 0)
        {
            double more = (floor - total) / this.lines;
            for (int i = 0; i < this.lines; i++)
            {
                this.covariance[(i * this.lines) + i] += more;
            }
        }
    }

    /// <summary>A measurement of one line, or with -1 of all together.</summary>
    private void Correct(int line, double surprise, double variance)
    {
        Span<double> gains = this.lines <= 64 ? stackalloc double[this.lines] : new double[this.lines];
        double spread = variance;
        for (int i = 0; i < this.lines; i++)
        {
            gains[i] = line >= 0 ? this.covariance[(i * this.lines) + line] : this.RowSum(i);
            spread += line < 0 || line == i ? gains[i] : 0;
        }

        if (spread <= 0)
        {
            return;
        }

        foreach (BoardedRiders boarded in this.watched)
        {
            boarded.Correct(line, gains, spread, surprise);
        }

        for (int i = 0; i < this.lines; i++)
        {
            this.means[i] += gains[i] / spread * surprise;
            for (int k = 0; k < this.lines; k++)
            {
                this.covariance[(i * this.lines) + k] -= gains[i] * gains[k] / spread;
            }
        }

        this.Bound();
    }

    private double RowSum(int line)
    {
        double sum = 0;
        for (int k = 0; k < this.lines; k++)
        {
            sum += this.covariance[(line * this.lines) + k];
        }

        return sum;
    }

    private void Bound()
    {
        for (int i = 0; i < this.lines; i++)
        {
            this.means[i] = Math.Max(0, this.means[i]);
            int own = (i * this.lines) + i;
            this.covariance[own] = Math.Max(this.covariance[own], 1e-6);
        }
    }
}
