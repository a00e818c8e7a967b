"""What is remembered between two evenings, and what to practise next.

    store = open_store(progress_path())
    recorder = Recorder(store, ...)         a quiz calls `recorder.follow` after each move
    store.read_memories()                   what FSRS knows of each question
    choose_questions(candidates, day, exam) what comes next

Times and days come in as arguments: moments in UTC, days as ordinals of `study_day`.
"""
