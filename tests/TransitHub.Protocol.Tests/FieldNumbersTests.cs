using TransitHub.Protocol.V1;

namespace TransitHub.Protocol.Tests;

/// <summary>Devices in the field and stored logs outlive releases: a field number once given stays.</summary>
public sealed class FieldNumbersTests
{
    [Fact]
    public void Transithub_v1_keeps_its_names_numbers_and_types()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Golden", "transithub-v1.txt");
        HashSet<string> golden = [.. File.ReadLines(path).Where(line => line.Length > 0)];
        HashSet<string> now =
        [
            .. SchemaLines.Of(ObservationReflection.Descriptor, "transithub.v1"),
            .. SchemaLines.Of(StreamReflection.Descriptor, "transithub.v1"),
        ];

        Assert.True(golden.IsSubsetOf(now), "Changed or gone, which breaks readers: " + Lines(golden.Except(now)));
        Assert.True(now.IsSubsetOf(golden), "New; append these lines to Golden/transithub-v1.txt: " + Lines(now.Except(golden)));
    }

    private static string Lines(IEnumerable<string> facts) => Environment.NewLine + string.Join(Environment.NewLine, facts);
}
