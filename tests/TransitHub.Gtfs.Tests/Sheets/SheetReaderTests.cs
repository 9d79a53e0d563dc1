using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Tests.Sheets;

public sealed class SheetReaderTests
{
    private readonly SheetProblems problems = new();

    [Fact]
    public void A_value_knows_its_key_and_line()
    {
        var map = Parse("a: 1\n\n# a comment\nlist:\n  - {id: N1}\n  - {id: N2}\n");
        var second = Assert.IsType<SheetSequence>(map.Optional("list"))[1].ReadMapping("id");

        Assert.Equal(("id", 6, "N2"), (second!.Required("id", "")!.Label, second.Line, second.Required("id", "")!.ReadId()));
        Assert.Empty(Messages());
    }

    [Fact]
    public void Words_that_YAML_would_take_for_something_else_stay_text()
    {
        var map = Parse("language: no\nversion: 1.10\ncolor: 000000\nat: 07:30");

        Assert.Equal(["no", "1.10", "000000", "07:30"], map.Keys.Select(key => map[key].ReadText()!));
    }

    [Fact]
    public void A_misspelt_key_is_one_problem_and_its_value_counts()
    {
        var map = Parse("opertor: boats\nnombers: 3");
        map.Allow("operator", "mode", "numbers");

        Assert.Equal("boats", map.Required("operator", "name one")!.ReadText());
        Assert.Equal(
            ["a.yaml:1: the sheet does not know the key 'opertor': write 'operator'", "a.yaml:2: the sheet does not know the key 'nombers': write 'numbers'"],
            Messages());
    }

    [Fact]
    public void A_key_that_is_near_nothing_is_told_what_there_is()
    {
        Parse("wibble: 1").Allow("id", "at");

        Assert.Equal(["a.yaml:1: the sheet does not know the key 'wibble': take it out; it knows id, at"], Messages());
    }

    [Fact]
    public void A_missing_value_is_told_at_its_key_and_a_missing_key_at_its_mapping()
    {
        var map = Parse("first: 1\nid:\n");
        map.Required("id", "give one");
        map.Required("at", "give a place");

        Assert.Equal(["a.yaml:1: the sheet has no 'at': give a place", "a.yaml:2: the sheet has nothing after 'id': give one"], Messages());
    }

    [Fact]
    public void A_key_that_stands_twice_is_one_problem_and_the_first_counts()
    {
        var map = Parse("id: a\nid: b");

        Assert.Equal("a", map.Optional("id")!.ReadText());
        Assert.Equal(["a.yaml:2: 'id' stands twice: keep one of the two; YAML has each key once"], Messages());
    }

    [Fact]
    public void A_tab_is_named_at_its_line()
    {
        Assert.Null(SheetReader.Parse("a.yaml", "stops:\n  - a\n\t- b\n", this.problems));
        Assert.Equal(["a.yaml:3: a tab stands in the indentation: indent with spaces; YAML forbids tabs"], Messages());
    }

    [Theory]
    [InlineData("a: [1, 2\nb: 3\n")]
    [InlineData("a: \"open\nb: 3")]
    [InlineData("a: b: c")]
    [InlineData("a: *nothing")]
    [InlineData("- a\nb: c")]
    [InlineData("? [x]\n: y")]
    public void A_file_that_is_no_YAML_is_one_problem_with_a_line(string text)
    {
        Assert.Null(SheetReader.Parse("a.yaml", text, this.problems));
        Assert.Matches("^a.yaml:[1-3]: this is not YAML \\(.+\\): .+", Assert.Single(Messages()));
    }

    [Fact]
    public void Whatever_a_file_holds_becomes_nodes_or_problems()
    {
        const string Letters = "ab: -[]{},&*#|>!%@`'\"\n\n  \t?~0é\0";
        var random = new Random(20261123);
        for (var run = 0; run < 20_000; run++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => Letters[random.Next(Letters.Length)])]);
            var found = new SheetProblems();
            Assert.True(SheetReader.Parse("a.yaml", text, found) is not null || found.HasErrors, text);
        }
    }

    [Theory(Timeout = 20_000)]
    [InlineData("%Y ")]
    [InlineData("%YAML 1.")]
    [InlineData("%TAG ! ")]
    [InlineData("# ")]
    [InlineData("a: '")]
    [InlineData("a: |\n ")]
    public async Task A_text_that_ends_where_the_parsers_sight_ends_is_read_to_its_end(string start)
    {
        await Task.Run(
            () => Assert.All(Enumerable.Range(1020, 10), length => SheetReader.Parse("a.yaml", start.PadRight(length, '1'), new SheetProblems())), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Anchors_stand_for_their_value_and_depth_is_bounded()
    {
        var map = Parse("a: &x {id: N1}\nb: *x");
        Assert.Equal("N1", map.Optional("b")!.ReadMapping("id")!.Optional("id")!.ReadId());
        Assert.Empty(Messages());

        Assert.Null(SheetReader.Parse("b.yaml", new string('[', 100_000), this.problems));
        Assert.Contains("nested too deeply", Assert.Single(Messages()), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_a_list_and_a_second_document_are_told()
    {
        Assert.Null(SheetReader.Parse("1.yaml", "", this.problems));
        Assert.Null(SheetReader.Parse("2.yaml", "# nothing\n", this.problems));
        Assert.Null(SheetReader.Parse("3.yaml", "- a", this.problems));
        Assert.NotNull(SheetReader.Parse("4.yaml", "a: 1\n---\nb: 2", this.problems));

        Assert.Equal(["1.yaml", "2.yaml", "3.yaml", "4.yaml"], this.problems.InOrder().Select(problem => problem.File));
    }

    [Theory]
    [InlineData("!!]")]
    [InlineData("a: !!] b")]
    public void A_tag_that_is_no_uri_is_told_and_ends_nothing(string yaml)
    {
        Assert.Null(SheetReader.Parse("a.yaml", yaml, this.problems));

        Assert.Equal(["a.yaml:1: this is not YAML (a tag near here is no URI): put quotes around a text that begins with '!'"], Messages());
    }

    [Fact]
    public void A_file_in_another_encoding_is_told_at_the_line()
    {
        var files = new SheetFiles(["a.yaml"], _ => new MemoryStream([(byte)'a', (byte)':', (byte)'\n', (byte)'b', 0xFF, 0xFE]));

        Assert.Null(SheetReader.Read(files, "a.yaml", this.problems));
        Assert.Equal(["a.yaml:2: the file is not UTF-8 here: save it as UTF-8"], Messages());
    }

    [Fact]
    public void Problems_beyond_the_bound_are_counted()
    {
        var map = Parse(string.Concat(Enumerable.Range(0, 1200).Select(n => $"x{n}: 1\n")));
        map.Allow("operator");

        Assert.Equal((1000, 200, 1200), (this.problems.Count, this.problems.LeftOut, this.problems.ErrorCount));
    }

    private SheetMapping Parse(string text)
    {
        var map = SheetReader.Parse("a.yaml", text, this.problems);
        Assert.NotNull(map);
        return map;
    }

    private IEnumerable<string> Messages() => this.problems.InOrder().Select(problem => problem.ToString());
}
