using System.Globalization;

namespace TransitHub.Benchmarks.Cities;

/// <summary>How often an occupancy class was right.</summary>
internal sealed class ClassScore(string name)
{
    private long right;
    private long near;
    private long far;
    private long none;

    /// <summary>True: nothing was scored.</summary>
    public bool IsEmpty => this.right + this.near + this.far + this.none == 0;

    /// <summary>Of what was told: the class, or nothing, where truly there was another.</summary>
    public void Add(byte? told, byte truth)
    {
        if (told is not { } status || status > 5)
        {
            this.none++;
        }
        else if (status == truth)
        {
            this.right++;
        }
        else if (Math.Abs(status - truth) == 1)
        {
            this.near++;
        }
        else
        {
            this.far++;
        }
    }

    /// <summary>One row of a table.</summary>
    public string Row()
    {
        double all = Math.Max(1, this.right + this.near + this.far + this.none);
        double told = Math.Max(1, this.right + this.near + this.far);
        return string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {100 * this.right / all:0.0} % | {100 * this.near / all:0.0} % | {100 * this.far / all:0.0} % | {100 * this.none / all:0.0} % | {100 * this.right / told:0.0} % | {all:0} |");
    }
}
