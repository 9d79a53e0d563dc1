namespace TransitHub.Gtfs.Comparing;

/// <summary>A thing that kept its meaning and lost its id: whoever stored the id, as favorites and real time do, no longer finds it.</summary>
/// <param name="Before">Its id in the former feed.</param>
/// <param name="After">Its id in the later feed.</param>
/// <param name="Meaning">What it is, for a person.</param>
public readonly record struct IdChange(string Before, string After, string Meaning);
