using TransitHub.Core.Fusion.Loads;

namespace TransitHub.Training.Loads;

/// <summary>A load ahead that came to be known.</summary>
/// <param name="Outlook">What was known before.</param>
/// <param name="Load">What came, riders on board at departure.</param>
/// <param name="OfHour">Mean load of the line and hour among what was learned from; NaN: not known.</param>
public readonly record struct LoadRow(LoadOutlook Outlook, double Load, double OfHour)
{
    /// <summary>The features of a model.</summary>
    public float[] Features()
    {
        float[] features = new float[LoadFeatures.Count];
        LoadFeatures.Write(this.Outlook, features);
        return features;
    }

    /// <summary>What a model is to answer: what came beyond the formula's expectation, in units of it.</summary>
    public float Target() => (float)((this.Load - this.Outlook.Formula) / LoadFeatures.UnitOf(this.Outlook.Formula));
}
