namespace TransitHub.Training.Baselines;

/// <summary>A method of prediction that others use. One thread uses it.</summary>
public abstract class ArrivalMethod
{
    /// <summary>What a person calls it.</summary>
    public abstract string Name { get; }

    /// <summary>What it is and what it knows, in a sentence for the report.</summary>
    public abstract string Knows { get; }

    /// <summary>Takes a link passage when it becomes known.</summary>
    public virtual void Observe(in LinkPassage passage)
    {
    }

    /// <summary>Predicts the arrivals at all stops behind the one reached last.</summary>
    /// <param name="run">The run; it has begun.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="arrivals">Takes Unix seconds by stop; what is not behind the reached stop is left as it is.</param>
    public abstract void Predict(ObservedRun run, double now, Span<double> arrivals);
}
