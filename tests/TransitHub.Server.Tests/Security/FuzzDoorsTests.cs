using TransitHub.Fuzz;

namespace TransitHub.Server.Tests.Security;

/// <summary>The doors of the fuzzing, with its seeds, which hold what it once found, and a few damages of each; the long run is a command of its own.</summary>
public sealed class FuzzDoorsTests
{
    private const int Damages = 150;

    public static TheoryData<string> Names => [.. AllDoors.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_door_takes_its_seeds_and_some_damages_of_them_without_an_exception(string name)
    {
        Door door = AllDoors.Get(name);
        Action<byte[]> take = door.Open();
        List<byte[]> corpus = [.. door.Seeds];
        corpus.ForEach(take);
        var mutator = new Mutator(door, corpus, new Random(7));
        for (int i = 0; i < Damages; i++)
        {
            take(mutator.Next());
        }
    }
}
