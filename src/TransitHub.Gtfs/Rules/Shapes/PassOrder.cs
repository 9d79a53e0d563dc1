namespace TransitHub.Gtfs.Rules.Shapes;

/// <summary>
/// Chooses for stops in a row one pass of the shape each, so that the ways never fall and the stops lie as near as they
/// can: stop by stop, for every pass the best choice of those before it.
/// </summary>
internal sealed class PassOrder
{
    private List<(double Score, double Offset)> choices = [];
    private List<(double Score, double Offset)> next = [];

    public void Begin()
    {
        this.choices.Clear();
        this.choices.Add((0, double.NegativeInfinity));
    }

    /// <summary>Way along the shape of the best choice for the last stop.</summary>
    public double BestOffset => this.choices.MinBy(choice => choice.Score).Offset;

    /// <summary>Adds a stop; false, with the choices as before, if none of its passes comes after the stops before.</summary>
    public bool TryAdd(List<ShapePath.Pass> passes)
    {
        this.next.Clear();
        foreach (var pass in passes)
        {
            var best = double.PositiveInfinity;
            foreach (var (score, offset) in this.choices)
            {
                if (offset <= pass.Offset && score < best)
                {
                    best = score;
                }
            }

            if (double.IsFinite(best))
            {
                this.next.Add((best + pass.Meters, pass.Offset));
            }
        }

        if (this.next.Count == 0)
        {
            return false;
        }

        (this.choices, this.next) = (this.next, this.choices);
        return true;
    }
}
