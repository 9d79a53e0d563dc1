using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Mqtt.Decoding;
using TransitHub.Simulation;
using TransitHub.Simulation.Cities;
using TransitHub.Simulation.Lines;
using TransitHub.Simulation.Truth;

namespace TransitHub.Benchmarks.Cities;

/// <summary>Some hours of the sample city: what was so, and what a hub makes of all that is sent.</summary>
internal static class CityMorning
{
    /// <summary>Simulates them.</summary>
    /// <param name="city">The city.</param>
    /// <param name="traits">Its lines' traits.</param>
    /// <param name="options">When, and how.</param>
    /// <param name="hours">How long.</param>
    /// <param name="withCameras">Whether its cameras send, too.</param>
    /// <param name="readTruth">Reads the truth out of the folder that it was written to.</param>
    /// <returns>The truth, and the observations in the order of arrival, as read and let through the gate.</returns>
    public static (T Truth, List<Observation> Received) Live<T>(
        SampleCity city, SimulatedTraits traits, SimulationOptions options, int hours, bool withCameras, Func<string, T> readTruth)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("transithub-city-");
        try
        {
            List<Observation> received;
            using (CsvTruth truth = new(folder.FullName))
            using (CitySimulation simulation = new(city.Schedule, traits, options, truth, withCameras ? city.Cameras : null))
            {
                received = Receive(simulation, options.StartAt, hours, city);
            }

            return (readTruth(folder.FullName), received);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<Observation> Receive(CitySimulation city, Timestamp from, int hours, SampleCity sample)
    {
        MessageDecoder decoder = new(new DecoderOptions());
        ObservationGate gate = new(new GateOptions { MaxSpeedMps = 60 }, extent: null, sample.Cameras.IsZone);
        List<SimulatedMessage> messages = [];
        List<Observation> accepted = [];
        city.Advance(from.AddSeconds(hours * 3600), messages);
        foreach (SimulatedMessage message in messages)
        {
            DecodedMessage read = decoder.Decode(message.Topic, message.Payload, contentType: null, message.SendAt);
            accepted.AddRange(read.Observations.Select(o => gate.Check(o).Accepted).OfType<Observation>());
        }

        return accepted;
    }
}
