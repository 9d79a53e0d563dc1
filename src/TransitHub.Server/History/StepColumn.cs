namespace TransitHub.Server.History;

/// <summary>One figure by steps of time: a ring, of which each place is a step; NaN: the step has no value.</summary>
internal sealed class StepColumn
{
    private readonly float[] values;

    /// <summary>Makes one without any value.</summary>
    /// <param name="steps">How many steps it holds.</param>
    public StepColumn(int steps)
    {
        this.values = new float[steps];
        Array.Fill(this.values, float.NaN);
    }

    /// <summary>Whether any step has a value other than 0.</summary>
    public bool HasAny => Array.Exists(this.values, static v => v != 0 && !float.IsNaN(v));

    /// <summary>The value of a step; NaN: none.</summary>
    public float this[long step]
    {
        get => this.values[step % this.values.Length];
        set => this.values[step % this.values.Length] = value;
    }

    /// <summary>Adds to a step's value.</summary>
    public void Add(long step, double by) => this[step] = (float.IsNaN(this[step]) ? 0 : this[step]) + (float)by;

    /// <summary>Keeps the greater value.</summary>
    public void Raise(long step, double value) => this[step] = float.IsNaN(this[step]) ? (float)value : Math.Max(this[step], (float)value);

    /// <summary>Forgets all values.</summary>
    public void Clear() => Array.Fill(this.values, float.NaN);
}
