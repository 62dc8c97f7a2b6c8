"""What is known: the model of goals, plans, units and areas, how it is read from plan files and
written back, where it is stored, and the projection that questions are asked of. Nothing here
knows about questions, pictures or the web.
"""
