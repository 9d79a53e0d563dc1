namespace TransitHub.Core.Devices;

/// <summary>What people who cross a line are to the stop of its channel.</summary>
public enum RiderMeaning
{
    /// <summary>They come to the stop to wait.</summary>
    Boarding,

    /// <summary>They leave it.</summary>
    Alighting,
}
