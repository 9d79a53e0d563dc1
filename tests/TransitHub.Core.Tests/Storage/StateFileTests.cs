using TransitHub.Core.Storage;

namespace TransitHub.Core.Tests.Storage;

public sealed class StateFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Path => System.IO.Path.Combine(this.folder.Path, "learned");

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public void Gives_back_what_was_written_last()
    {
        StateFile.Write(this.Path, [1, 2, 3]);
        StateFile.Write(this.Path, [4, 5]);

        Assert.Equal([4, 5], StateFile.Read(this.Path).Content);
        Assert.Equal([this.Path], Directory.GetFiles(this.folder.Path));
    }

    [Fact]
    public void A_file_that_is_not_there_yet_is_no_problem()
    {
        Assert.Equal(default, StateFile.Read(this.Path));
    }

    [Fact]
    public void An_empty_state_is_a_state()
    {
        StateFile.Write(this.Path, []);

        Assert.Empty(Assert.IsType<byte[]>(StateFile.Read(this.Path).Content));
    }

    [Fact]
    public void Tells_of_damage_wherever_it_is()
    {
        StateFile.Write(this.Path, [1, 2, 3, 4, 5, 6, 7]);
        byte[] whole = File.ReadAllBytes(this.Path);
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= 0x10;
            File.WriteAllBytes(this.Path, damaged);
            StateFileContent read = StateFile.Read(this.Path);
            Assert.Null(read.Content);
            Assert.Contains(this.Path, read.Problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Tells_of_a_file_that_was_cut_off()
    {
        StateFile.Write(this.Path, [1, 2, 3, 4, 5, 6, 7]);
        byte[] whole = File.ReadAllBytes(this.Path);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(this.Path, whole[..length]);
            Assert.NotNull(StateFile.Read(this.Path).Problem);
        }
    }

    [Fact]
    public void The_former_state_stands_when_the_new_one_cannot_be_written()
    {
        StateFile.Write(this.Path, [1]);
        Directory.CreateDirectory(this.Path + ".new");

        Assert.ThrowsAny<Exception>(() => StateFile.Write(this.Path, [2]));

        Assert.Equal([1], StateFile.Read(this.Path).Content);
    }
}
