namespace TransitHub.Core.Fusion.Crowding;

/// <summary>For which lines those who come to a stop are: by what is offered, and by those whom vehicles' doors have counted.</summary>
internal sealed class LineShares
{
    /// <summary>A line is in service so long after its last vehicle, seconds.</summary>
    private const double InServiceSeconds = 2700;

    /// <summary>Share that a line keeps of its riders where none of its vehicles is near.</summary>
    private const double OutOfServiceShare = 0.02;

    /// <summary>Share that remains of what was learned of a line with each of its vehicles counted.</summary>
    private const double KeepPerVehicle = 0.97;

    /// <summary>Riders that a line's offered places count for against those who were counted.</summary>
    private const double PriorRiders = 40;

    private readonly IReadOnlyList<BoardingLine> lines;
    private readonly double[] shares;
    private readonly double[] cameSince;

    /// <summary>Nothing known yet.</summary>
    /// <param name="lines">Lines that riders board at the stop.</param>
    public LineShares(IReadOnlyList<BoardingLine> lines)
    {
        this.lines = lines;
        this.shares = new double[lines.Count];
        this.cameSince = new double[lines.Count];
        Array.Fill(this.cameSince, double.NaN);
    }

    /// <summary>By line, as of the last <see cref="Work"/>; their sum is 1.</summary>
    public double[] Now => this.shares;

    /// <summary>Riders came to the stop.</summary>
    public void NoteArrivals(double riders)
    {
        for (int i = 0; i < this.cameSince.Length; i++)
        {
            this.cameSince[i] += riders;
        }
    }

    /// <summary>A vehicle of a line left.</summary>
    /// <param name="index">The line.</param>
    /// <param name="boarded">Those who boarded it; NaN: not counted, or not all who wanted.</param>
    /// <param name="isFull">Whether it left riders behind.</param>
    /// <param name="isNew">False: it was learned before.</param>
    public void NoteDeparture(int index, double boarded, bool isFull, bool isNew)
    {
        double came = this.cameSince[index];
        this.cameSince[index] = isFull ? double.NaN : 0;
        if (!double.IsNaN(came) && !double.IsNaN(boarded) && isNew)
        {
            BoardingLine line = this.lines[index];
            line.Boarded = (KeepPerVehicle * line.Boarded) + boarded;
            line.Came = (KeepPerVehicle * line.Came) + came;
        }
    }

    /// <summary>Works them out: nobody waits for a line that does not run at this hour; where no vehicle of any line is seen, all may.</summary>
    /// <param name="at">Unix seconds.</param>
    /// <param name="coming">Vehicles that will leave.</param>
    public void Work(double at, List<ComingVehicle> coming)
    {
        double sum = 0;
        Span<bool> runs = this.shares.Length <= 256 ? stackalloc bool[this.shares.Length] : new bool[this.shares.Length];
        bool any = false;
        for (int i = 0; i < this.shares.Length; i++)
        {
            int index = i;
            runs[i] = at - this.lines[i].ServedAt < InServiceSeconds || coming.Exists(c => c.Line == index);
            any |= runs[i];
        }

        for (int i = 0; i < this.shares.Length; i++)
        {
            BoardingLine line = this.lines[i];
            this.shares[i] = (!any || runs[i] ? 1 : OutOfServiceShare) * (line.Boarded + (PriorRiders * line.Weight) + 1e-3) / (line.Came + PriorRiders);
            sum += this.shares[i];
        }

        for (int i = 0; i < this.shares.Length; i++)
        {
            this.shares[i] /= sum;
        }
    }
}
